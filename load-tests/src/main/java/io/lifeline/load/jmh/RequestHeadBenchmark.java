package io.lifeline.load.jmh;

import io.lifeline.connection.handshake.RequestHeadReader;
import io.lifeline.connection.handshake.RequestHeadReader.Complete;
import io.lifeline.connection.handshake.RequestHeadReader.Incomplete;
import io.lifeline.connection.handshake.RequestHeadReader.Result;
import org.apache.pekko.util.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What the head of an opening handshake costs, with the headers of a library or of a browser. */
public class RequestHeadBenchmark extends Nanoseconds {
  private static final int MOST_BYTES = 16 << 10;
  private static final int PIECES = 4;
  private static final String LIBRARY =
      """
      GET /ws?user=alice&channel=news HTTP/1.1
      Host: push.example.org
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Version: 13
      """;
  private static final String BROWSER =
      """
      Origin: https://www.example.org
      User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36
      Accept-Encoding: gzip, deflate, br, zstd
      Accept-Language: en-GB,en;q=0.9,de;q=0.8
      Cache-Control: no-cache
      Pragma: no-cache
      Cookie: session=0123456789abcdef0123456789abcdef; theme=dark; consent=yes
      Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits
      """;

  /** Whose headers. */
  public enum From {
    LIBRARY_CLIENT,
    BROWSER_CLIENT
  }

  @Param public From from = From.LIBRARY_CLIENT;

  private ByteString head = ByteString.emptyByteString();
  private final ByteString[] pieces = new ByteString[PIECES];

  @Setup
  public void setUp() {
    String lines = LIBRARY + (from == From.BROWSER_CLIENT ? BROWSER : "") + "\n";
    head = ByteString.fromString(lines.replace("\n", "\r\n"));
    int pieceBytes = head.length() / PIECES;
    for (int i = 0; i < PIECES; i++) {
      int until = i == PIECES - 1 ? head.length() : (i + 1) * pieceBytes;
      pieces[i] = head.slice(i * pieceBytes, until).compact();
    }
  }

  @Benchmark
  public Result whole() {
    return complete(new RequestHeadReader(MOST_BYTES).offer(head));
  }

  @Benchmark
  public Result inFourPieces() {
    RequestHeadReader reader = new RequestHeadReader(MOST_BYTES);
    Result result = new Incomplete();
    for (ByteString piece : pieces) {
      result = reader.offer(piece);
    }
    return complete(result);
  }

  private static Result complete(Result result) {
    if (!(result instanceof Complete)) {
      throw new IllegalStateException("not a whole head: " + result);
    }
    return result;
  }
}
