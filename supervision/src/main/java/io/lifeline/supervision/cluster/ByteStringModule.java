package io.lifeline.supervision.cluster;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import org.apache.pekko.util.ByteString;

/**
 * Lets a {@link ClusterMessage} have fields of Pekko's {@link ByteString}, written as plain bytes.
 */
public final class ByteStringModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  /** Made by Pekko, by reflection; {@code lifeline-defaults.conf} names it. */
  public ByteStringModule() {
    super("lifeline-byte-string");
    addSerializer(ByteString.class, new Writing());
    addDeserializer(ByteString.class, new Reading());
  }

  private static final class Writing extends StdSerializer<ByteString> {
    private static final long serialVersionUID = 1L;

    Writing() {
      super(ByteString.class);
    }

    @Override
    public void serialize(ByteString value, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      to.writeBinary(value.toArrayUnsafe());
    }
  }

  private static final class Reading extends StdDeserializer<ByteString> {
    private static final long serialVersionUID = 1L;

    Reading() {
      super(ByteString.class);
    }

    @Override
    public ByteString deserialize(JsonParser from, DeserializationContext context)
        throws IOException {
      return ByteString.fromArrayUnsafe(from.getBinaryValue());
    }
  }
}
