/** The commands {@code get} and {@code serve}: an HTTP/1 client and a file server. */
package switchboard.cli.http;
