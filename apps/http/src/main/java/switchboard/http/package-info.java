/** Pages by HTTP/1 (RFC 9112): one fetched, a directory served. */
package switchboard.http;
