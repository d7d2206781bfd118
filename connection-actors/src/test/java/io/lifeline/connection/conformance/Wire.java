package io.lifeline.connection.conformance;

/** The client's end of a connection to a server that has just accepted it. Waits within limits. */
public interface Wire extends AutoCloseable {
  /** Sends bytes in one piece; what the server no longer takes is lost. */
  void send(byte[] bytes);

  /**
   * The next bytes from the server; empty at the end of its stream.
   *
   * @throws AssertionError if neither comes
   */
  byte[] receive();

  @Override
  void close();
}
