package io.lifeline.load.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MembersSeenTest {
  private final MembersSeen members = new MembersSeen();

  @Test
  void whoIsUpAndCanBeReachedIsSeen() {
    says("member [127.0.0.1:2551] is up", "member [127.0.0.1:2552] is up");
    says("member [127.0.0.1:2553] is up", "member [127.0.0.1:2553] cannot be reached");

    assertThat(members.reachable()).containsExactlyInAnyOrder("127.0.0.1:2551", "127.0.0.1:2552");

    says("member [127.0.0.1:2553] can be reached again");
    assertThat(members.reachable()).hasSize(3);
  }

  @Test
  void whoLeavesOrIsTakenOutIsSeenNoMore() {
    says("member [127.0.0.1:2551] is up", "member [127.0.0.1:2552] is up");
    says("member [127.0.0.1:2551] leaves", "member [127.0.0.1:2552] is taken out");

    assertThat(members.reachable()).isEmpty();
  }

  @Test
  void theSystemsNameMayStandBeforeTheAddress() {
    says("member [lifeline@10.97.0.2:2551] is up");

    assertThat(members.reachable()).containsExactly("10.97.0.2:2551");
  }

  private void says(String... lines) {
    for (String line : lines) {
      members.read("2026-11-25 21:00:00,000 INFO  i.l.s.c.MemberWatch - " + line);
    }
  }
}
