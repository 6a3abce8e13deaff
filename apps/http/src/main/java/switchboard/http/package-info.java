/**
 * HTTP/1 (RFC 9112). {@link switchboard.http.HttpClient} fetches a resource. {@link
 * switchboard.http.HttpFileHandler} serves the files of a directory.
 */
package switchboard.http;
