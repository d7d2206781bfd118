package io.lifeline.edge.transport.tls;

/** The identity that new connections show. Thread-safe. */
final class IdentityInUse {
  private volatile TlsIdentity identity;

  IdentityInUse(TlsIdentity identity) {
    this.identity = identity;
  }

  TlsIdentity get() {
    return identity;
  }

  void replaceBy(TlsIdentity next) {
    identity = next;
  }
}
