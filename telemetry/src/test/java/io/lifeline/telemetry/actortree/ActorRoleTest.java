package io.lifeline.telemetry.actortree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActorRoleTest {
  @ParameterizedTest
  @CsvSource({
    "user, SYSTEM",
    "user/hub, SINGLETON",
    "user/connections, SINGLETON",
    "user/connections/p-1, PARTITION",
    "user/connections/*, PARTITION",
    "user/connections/p-1/c-7, CONNECTION",
    "user/connections/*/*/heartbeat, HEARTBEAT",
    "user/connections/p-1/c-7/writer, WRITER",
    "user/connections/p-1/c-7/else, OTHER",
    "user/connections/p-1/c-7/writer/StreamSupervisor-0, STREAM_SUPERVISOR",
    "user/connections/p-1/c-7/writer/StreamSupervisor-0/flow-0-0-ignoreSink, STREAM",
    "system/sharding/channel, REGION",
    "system/sharding/channel/12, SHARD",
    "system/sharding/channel/12/news, CHANNEL",
    "system/sharding/other/12/news, ENTITY",
    "system/sharding/channelCoordinator, SYSTEM",
    "system/sharding/channelCoordinator/singleton, SYSTEM",
    "system/IO-TCP, SYSTEM",
    "temp/x, OTHER",
  })
  void thePathTellsTheRole(String path, ActorRole role) {
    assertThat(ActorRole.of(List.of(path.split("/")))).isEqualTo(role);
  }
}
