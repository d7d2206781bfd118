package io.lifeline.supervision.cluster;

/**
 * Marks all that crosses from node to node, and nothing else does. It is written as CBOR by Pekko's
 * Jackson serializer; {@code reference.conf} binds it.
 *
 * <p>Nodes of the previous release must be able to read it: add fields that may be missing, or
 * raise {@link ProtocolVersion}.
 */
public interface ClusterMessage {}
