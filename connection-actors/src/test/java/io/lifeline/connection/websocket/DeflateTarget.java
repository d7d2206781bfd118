package io.lifeline.connection.websocket;

import io.lifeline.connection.CloseReason;
import io.lifeline.connection.compression.Agreement;
import io.lifeline.connection.compression.Compression;
import io.lifeline.connection.compression.CompressionSettings;
import io.lifeline.connection.fuzz.FuzzInput;
import io.lifeline.connection.websocket.Inbound.Violation;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/**
 * The frame decoder of a client that may compress: the same as for {@link FramesTarget}, and
 * nothing of zlib is left, and what is inflated is bounded by the limit of a message at a time.
 */
public final class DeflateTarget extends FramesTarget {
  private static final int RSV1 = 4;
  private static final int CONVERSATIONS = 20;
  private static final int TAIL_BYTES = 4; // 00 00 ff ff, which the client takes off

  private static final List<String> OFFERS =
      List.of(
          "permessage-deflate",
          "permessage-deflate; client_no_context_takeover",
          "permessage-deflate; client_max_window_bits=9");

  /** A message that grows is copied a few times, and what a later one may refer to is kept. */
  private static final int BYTES_AN_INFLATED_BYTE = 8;

  /** A message may go on behind a last block some 16 times, each with a copy of its window. */
  private static final int BYTES_A_MESSAGE = 16 * (80 << 10);

  private static final Set<CloseReason> OF_CONTENT =
      Set.of(
          CloseReason.CORRUPT_COMPRESSION, CloseReason.INVALID_TEXT, CloseReason.MESSAGE_TOO_BIG);

  private final ResourceLedger ledger = new ResourceLedger();
  private final RecordingEventSink events = new RecordingEventSink();
  private final List<Compression> nodes = List.of(node(64 << 20), node(0));
  private final List<Agreement> agreements = new ArrayList<>();

  private Compression node(int memory) {
    return new Compression(new CompressionSettings(true, 0, 6, memory, 15), events);
  }

  @Override
  public String name() {
    return "deflate";
  }

  @Override
  public List<FuzzInput> seeds(SplittableRandom random) {
    List<FuzzInput> seeds = new ArrayList<>();
    for (int i = 0; i < CONVERSATIONS; i++) {
      Deflater deflater = new Deflater(random.nextInt(1, 10), true);
      List<ClientFrame> frames = new ArrayList<>();
      for (int message = 0; message < 3; message++) {
        add(frames, deflated(deflater, RandomFrames.text(random)), random);
      }
      deflater.end();
      seeds.add(FuzzInput.of(i, Decoding.concatenated(frames.toArray(ClientFrame[]::new))));
    }
    return seeds;
  }

  private static void add(List<ClientFrame> frames, byte[] deflated, SplittableRandom random) {
    int split = random.nextInt(deflated.length + 1);
    ClientFrame first = ClientFrame.of(Opcode.TEXT, Arrays.copyOf(deflated, split));
    frames.add(first.withReserved(RSV1).unfinished());
    frames.add(
        ClientFrame.of(Opcode.CONTINUATION, Arrays.copyOfRange(deflated, split, deflated.length)));
  }

  private static byte[] deflated(Deflater deflater, byte[] text) {
    deflater.setInput(text);
    byte[] out = new byte[2 * text.length + 64];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    return Arrays.copyOf(out, Math.max(0, length - TAIL_BYTES));
  }

  @Override
  public void play(FuzzInput input) {
    super.play(input);
    agreements.forEach(Agreement::release);
    agreements.clear();
    if (events.value(Metric.COMPRESSION_MEMORY) != 0) {
      throw new AssertionError("memory is left: " + events.value(Metric.COMPRESSION_MEMORY));
    }
    if (ledger.held(Resource.INFLATIONS) != 0) {
      throw new AssertionError("inflations are left: " + ledger.held(Resource.INFLATIONS));
    }
  }

  @Override
  long most(FuzzInput input, int events, long inflatedBytes) {
    return super.most(input, events, inflatedBytes)
        + BYTES_A_MESSAGE * (events + 1L)
        + BYTES_AN_INFLATED_BYTE * inflatedBytes;
  }

  /**
   * Bytes that are corrupt may also be wrong text or too many, and it is zlib that decides how much
   * of them it hands out before it says so.
   */
  @Override
  Inbound withoutChance(Inbound event) {
    return event instanceof Violation violation && OF_CONTENT.contains(violation.reason())
        ? new Violation(CloseReason.CORRUPT_COMPRESSION, "")
        : event;
  }

  @Override
  WebSocketDecoder decoder(FuzzInput input, WebSocketLimits limits) {
    Compression node = nodes.get(input.variant() / 4 % nodes.size());
    String offer = OFFERS.get(input.variant() / 8 % OFFERS.size());
    Agreement agreement = node.negotiate(List.of(offer));
    agreements.add(agreement);
    return new WebSocketDecoder(limits, agreement.newInflation(ledger));
  }
}
