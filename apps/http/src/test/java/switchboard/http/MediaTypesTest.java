package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests media types in the table that the build generates. */
class MediaTypesTest {

  @ParameterizedTest
  @CsvSource({
    "index.html, text/html; charset=utf-8",
    "INDEX.HTM, text/html; charset=utf-8",
    "a.tar.gz, application/gzip",
    "a.tgz, application/gzip",
    "a.xz, application/x-xz",
    "a.zst, application/zstd",
    "a.yaml, text/yaml; charset=utf-8",
    "a.yml, text/yaml; charset=utf-8",
    "a.toml, application/toml",
    "a.json, application/json",
    "a.map, application/json",
    "a.webmanifest, application/manifest+json",
    "a.js, text/javascript; charset=utf-8",
    "a.mjs, text/javascript; charset=utf-8",
    "a.css, text/css; charset=utf-8",
    "a.wasm, application/wasm",
    "a.woff2, font/woff2",
    "a.ttf, font/ttf",
    "a.md, text/markdown; charset=utf-8",
    "a.c, text/x-c; charset=utf-8",
    "a.rs, text/plain; charset=utf-8",
    "a.py, text/plain; charset=utf-8",
    "a.java, text/plain; charset=utf-8",
    "a.sh, text/plain; charset=utf-8",
    "a.log, text/plain; charset=utf-8",
    "a.csv, text/csv; charset=utf-8",
    "a.ts, video/mp2t",
    "a.mp4, video/mp4",
    "a.mp3, audio/mpeg",
    "a.wav, audio/wav",
    "a.flac, audio/flac",
    "a.xml, application/xml",
    "a.svg, image/svg+xml",
    "a.ico, image/vnd.microsoft.icon",
    "a.avif, image/avif",
    "a.webp, image/webp",
    "a.pdf, application/pdf",
    "a.zip, application/zip",
    "a, application/octet-stream",
    "html, application/octet-stream",
    "a., application/octet-stream",
    "a.none, application/octet-stream",
    "'a. html', application/octet-stream"
  })
  void theExtensionDecides(String name, String type) {
    assertEquals(type, MediaTypes.of(name));
  }
}
