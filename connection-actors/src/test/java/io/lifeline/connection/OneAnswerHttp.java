package io.lifeline.connection;

import java.net.InetSocketAddress;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** An {@link HttpLayer} that answers at once, ends, and never asks for more of the request. */
final class OneAnswerHttp implements HttpLayer {
  @Override
  public Flow<ByteString, ByteString, NotUsed> serve(InetSocketAddress peer, LateUpgrade late) {
    return Flow.fromSinkAndSource(
        Sink.<ByteString>queue(),
        Source.single(ByteString.fromString("HTTP/1.1 413 Content Too Large\r\n\r\n")));
  }
}
