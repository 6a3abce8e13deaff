package switchboard.http;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects the response to each request for a resource in {@link StaticFiles}. Thread-safe.
 *
 * @param hosts the accepted host names; null to accept all host names
 */
record ResponseSelector(StaticFiles folder, @Nullable AllowedHosts hosts) {
  private static final HeaderField ALLOWED = new HeaderField("Allow", "GET, HEAD");

  /**
   * The methods in RFC 9110 §9 and RFC 5789 that this server does not support, because its files
   * are read-only.
   */
  private static final Set<String> OTHERS =
      Set.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT");

  /**
   * Returns the response to a request.
   *
   * @param bodiless whether the request has no body
   * @throws BadHeaderException if the request is not valid; contains the status code of the
   *     response
   */
  HttpResponse to(RequestHeader request, boolean bodiless, Instant now) throws IOException {
    String host = host(request);
    if (hosts != null && !hosts.allows(host)) {
      return HttpResponse.text(
          421,
          "this server listens on this machine only and does not accept the host name "
              + host
              + "; to allow it, start the server with --allow-host "
              + host);
    }
    if (OTHERS.contains(request.method())) {
      return HttpResponse.status(405, ALLOWED);
    }
    if (!request.method().equals("GET") && !request.isHead()) {
      return HttpResponse.status(501, ALLOWED);
    }
    if (!bodiless) {
      return HttpResponse.status(413);
    }
    TargetPath path = TargetPath.of(RequestTarget.parse(request.target()));
    return switch (folder.find(path, now)) {
      case StaticFiles.Nothing nothing -> HttpResponse.status(nothing.code());
      case StaticFiles.Elsewhere place ->
          HttpResponse.status(301, new HeaderField("Location", place.location()));
      case StaticFiles.Listed found -> listing(request, found, now);
      case StaticFiles.Page page -> page(request, page, now);
    };
  }

  /**
   * Returns the host to which a request is addressed. The request must contain exactly one valid
   * Host field, even if its target contains a host. If both contain a host, the host in the target
   * is returned (RFC 9112 §3.2). In HTTP/1.0, the Host field may be missing; if the target also
   * contains no host, the result is empty.
   */
  private static String host(RequestHeader request) throws BadHeaderException {
    List<String> values = request.values("Host");
    if (values.size() > 1 || (values.isEmpty() && request.minorVersion() == 1)) {
      throw new BadHeaderException(400, "missing or duplicate Host");
    }
    String host = values.isEmpty() ? "" : AllowedHosts.host(values.getFirst());
    boolean absolute = request.target().contains("://");
    Optional<String> authority =
        absolute ? RequestTarget.parse(request.target()).absoluteAuthority() : Optional.empty();
    return authority.isPresent() ? AllowedHosts.host(authority.get()) : host;
  }

  private static HttpResponse listing(
      RequestHeader request, StaticFiles.Listed found, Instant now) {
    return switch (new Preconditions(request, Validators.NONE, now).evaluate()) {
      case FAILED -> HttpResponse.status(412);
      case NOT_MODIFIED -> HttpResponse.unchanged(Validators.NONE);
      case PROCEED -> HttpResponse.html(found.listing().html());
    };
  }

  private static HttpResponse page(RequestHeader request, StaticFiles.Page page, Instant now)
      throws IOException {
    Instant changed = page.changed().isAfter(now) ? now : page.changed(); // RFC 9110 §8.8.2.1
    var validators = new Validators(page.entityTag(), changed);
    var preconditions = new Preconditions(request, validators, now);
    var outcome = preconditions.evaluate();
    if (outcome == Preconditions.Outcome.PROCEED) {
      return content(request, page, validators, preconditions);
    }
    try (page) {
      return outcome == Preconditions.Outcome.FAILED
          ? HttpResponse.status(412)
          : HttpResponse.unchanged(validators);
    }
  }

  /**
   * Returns a response with the complete file or with the requested range of the file. Ranges apply
   * only to GET (RFC 9110 §14.2).
   */
  private static HttpResponse content(
      RequestHeader request,
      StaticFiles.Page page,
      Validators validators,
      Preconditions preconditions)
      throws IOException {
    Optional<ByteRange> range =
        request.isHead() || !preconditions.allowRange()
            ? Optional.empty()
            : ByteRange.of(request.values("Range"), page.bytes());
    if (range.isEmpty()) {
      return HttpResponse.page(page, validators);
    }
    if (range.get().isSatisfiable()) {
      return HttpResponse.part(page, validators, range.get());
    }
    try (page) {
      String none = range.get().contentRange(page.bytes());
      return HttpResponse.status(416, new HeaderField("Content-Range", none));
    }
  }
}
