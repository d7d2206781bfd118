package io.lifeline.edge.http;

import java.time.Duration;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Ends an HTTP connection that brings neither a new request nor a response for too long. Bytes do
 * not count: a head that trickles in, or a response that nobody reads, is idle too. Notices within
 * a quarter of the time more.
 *
 * <pre>
 *  socket ~> requests  ~> HTTP
 *  socket <~ responses <~ HTTP
 * </pre>
 */
final class IdleCut extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
  private static final String CHECK = "check";
  private static final int CHECKS = 4;

  private final Inlet<ByteString> requestsIn = Inlet.create("IdleCut.requestsIn");
  private final Outlet<ByteString> requestsOut = Outlet.create("IdleCut.requestsOut");
  private final Inlet<ByteString> responsesIn = Inlet.create("IdleCut.responsesIn");
  private final Outlet<ByteString> responsesOut = Outlet.create("IdleCut.responsesOut");
  private final Duration limit;
  private final ExchangeClock clock;

  IdleCut(Duration limit, ExchangeClock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  @Override
  public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
    return BidiShape.of(requestsIn, requestsOut, responsesIn, responsesOut);
  }

  @Override
  public Attributes initialAttributes() {
    return Attributes.name("idle-cut");
  }

  @Override
  public GraphStageLogic createLogic(Attributes inheritedAttributes) {
    return new IdleLogic();
  }

  private final class IdleLogic extends TimerGraphStageLogic {
    IdleLogic() {
      super(shape());
      Lane requests = new Lane(this, requestsIn, requestsOut);
      setHandler(requestsIn, requests);
      setHandler(requestsOut, requests);
      Lane responses = new Lane(this, responsesIn, responsesOut);
      setHandler(responsesIn, responses);
      setHandler(responsesOut, responses);
    }

    @Override
    public void preStart() {
      Duration pause = limit.dividedBy(CHECKS);
      scheduleWithFixedDelay(CHECK, pause, pause);
    }

    @Override
    public void onTimer(Object key) {
      if (clock.isUpgraded()) {
        cancelTimer(CHECK);
      } else if (clock.idleNanos() >= limit.toNanos()) {
        completeStage();
      }
    }
  }
}
