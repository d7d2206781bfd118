package io.lifeline.edge.http;

import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.InHandler;
import org.apache.pekko.stream.stage.OutHandler;
import org.apache.pekko.util.ByteString;

/** One direction of bytes through a stage, unchanged; its end is not the end of the other one. */
final class Lane implements InHandler, OutHandler {
  private final GraphStageLogic logic;
  private final Inlet<ByteString> in;
  private final Outlet<ByteString> out;

  /**
   * @param logic whose ports these are; the caller sets this lane as the handler of both
   */
  Lane(GraphStageLogic logic, Inlet<ByteString> in, Outlet<ByteString> out) {
    this.logic = logic;
    this.in = in;
    this.out = out;
  }

  @Override
  public void onPush() {
    logic.push(out, logic.grab(in));
  }

  @Override
  public void onPull() {
    logic.pull(in);
  }

  @Override
  public void onUpstreamFinish() {
    logic.complete(out);
  }

  @Override
  public void onUpstreamFailure(Throwable failure) {
    logic.fail(out, failure);
  }

  @Override
  public void onDownstreamFinish(Throwable cause) {
    logic.cancel(in, cause);
  }
}
