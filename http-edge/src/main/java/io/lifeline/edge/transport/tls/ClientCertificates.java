package io.lifeline.edge.transport.tls;

/** Whether a client is asked for a certificate. */
public enum ClientCertificates {
  /** It is not asked. */
  NONE,
  /** It is asked; one without a certificate is let in, one with a wrong certificate is not. */
  OPTIONAL,
  /** None without a certificate that a trusted authority has signed. */
  REQUIRED
}
