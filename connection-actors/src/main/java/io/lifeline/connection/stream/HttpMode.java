package io.lifeline.connection.stream;

import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.InHandler;
import org.apache.pekko.stream.stage.OutHandler;
import org.apache.pekko.util.ByteString;

/**
 * Lets an HTTP server live on the socket's bytes, as a stream within this stage, beginning with
 * what the gate has read.
 */
final class HttpMode extends ConnectionLogic.Mode {
  private final Flow<ByteString, ByteString, NotUsed> http;
  private final GraphStageLogic.SubSourceOutlet<ByteString> toHttp;
  private final GraphStageLogic.SubSinkInlet<ByteString> fromHttp;
  private ByteString replay; // what HTTP has not asked for yet

  HttpMode(ConnectionLogic stage, ByteString replay, Flow<ByteString, ByteString, NotUsed> http) {
    super(stage);
    this.replay = replay;
    this.http = http;
    this.toHttp = stage.new SubSourceOutlet<>("HttpMode.requests");
    this.fromHttp = stage.new SubSinkInlet<>("HttpMode.responses");
  }

  @Override
  void begin() {
    toHttp.setHandler(new Requests());
    fromHttp.setHandler(new Responses());
    Source.fromGraph(toHttp.source())
        .via(http)
        .runWith(fromHttp.sink(), stage.subFusingMaterializer());
    if (stage.isAvailable(stage.out)) {
      fromHttp.pull();
    }
  }

  @Override
  public void onPush() {
    ByteString bytes = stage.grab(stage.in);
    if (toHttp.isClosed() || fromHttp.isClosed()) {
      stage.readOn(); // HTTP reads no more; the socket ends when its last response is out
    } else if (toHttp.isAvailable()) {
      toHttp.push(bytes);
    } else {
      replay = replay.concat(bytes); // at most one read: the next is asked for by HTTP
    }
  }

  @Override
  public void onPull() {
    if (!fromHttp.isClosed() && !fromHttp.hasBeenPulled()) {
      fromHttp.pull();
    }
  }

  @Override
  void end() {
    if (!toHttp.isClosed()) {
      toHttp.complete();
    }
    if (!fromHttp.isClosed()) {
      fromHttp.cancel();
    }
  }

  private final class Requests implements OutHandler {
    @Override
    public void onPull() {
      if (replay.isEmpty()) {
        stage.readOn();
      } else {
        ByteString bytes = replay;
        replay = ByteString.emptyByteString();
        toHttp.push(bytes);
      }
    }

    @Override
    public void onDownstreamFinish(Throwable cause) {
      stage.readOn();
    }
  }

  private final class Responses implements InHandler {
    @Override
    public void onPush() {
      stage.push(stage.out, fromHttp.grab());
    }

    @Override
    public void onUpstreamFinish() {
      stage.tell(new SocketEvent.HttpEnded());
      stage.readOn();
    }

    @Override
    public void onUpstreamFailure(Throwable failure) {
      stage.tell(new SocketEvent.HttpEnded());
      stage.readOn();
    }
  }
}
