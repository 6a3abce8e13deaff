package switchboard.engine.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests replies between two hosts. The host that replies has two IPv4 and two IPv6 addresses. */
@Tag("slow")
class ReplyHostsTest {
  private static final String BUILD =
      """
      set -e
      mkfifo "$1/ready"
      unshare --net sh -c 'echo > "$1/ready"; exec sleep 60' sh "$1" &
      other=$!
      trap 'kill $other' EXIT
      read _ < "$1/ready"
      ip link set lo up
      ip link add sb0 type veth peer name sb1
      ip link set sb1 netns $other
      ip link set sb0 address 02:00:00:00:00:01
      ip link set sb0 up
      ip address add 10.77.0.1/24 broadcast 10.77.0.255 dev sb0
      ip address add 10.77.0.2/24 broadcast 10.77.0.255 dev sb0
      ip address add fd00:77::1/64 dev sb0 nodad
      ip address add fd00:77::2/64 dev sb0 nodad
      ip address add fe80::77:1/64 dev sb0 nodad
      ip address add fe80::77:2/64 dev sb0 nodad
      nsenter -t $other -n sh -c '
        ip link set sb1 up
        ip address add 10.77.0.9/24 broadcast 10.77.0.255 dev sb1
        ip address add fd00:77::9/64 dev sb1 nodad
        ip address add fe80::77:9/64 dev sb1 nodad'
      echo built
      shift
      OTHER=$other "$@"
      """;

  private static final List<String> QUESTIONS =
      List.of(
          "udp://:0 10.77.0.1 connected",
          "udp://:0 10.77.0.2 connected",
          "udp://0.0.0.0:0 10.77.0.1 connected",
          "udp://0.0.0.0:0 10.77.0.2 connected",
          "udp://[::]:0 fd00:77::1 connected",
          "udp://[::]:0 fd00:77::2 connected",
          "udp://:0 fe80::77:1%sb1 connected",
          "udp://:0 fe80::77:2%sb1 connected",
          "udp://:0 10.77.0.255 broadcast",
          "udp://0.0.0.0:0 10.77.0.255 broadcast");

  private static final String RIGHT =
      """
      built
      10.77.0.1 connected: 10.77.0.1
      10.77.0.2 connected: 10.77.0.2
      10.77.0.1 connected: 10.77.0.1
      10.77.0.2 connected: 10.77.0.2
      fd00:77::1 connected: fd00:77::1
      fd00:77::2 connected: fd00:77::2
      fe80::77:1%sb1 connected: fe80::77:1%sb0
      fe80::77:2%sb1 connected: fe80::77:2%sb0
      10.77.0.255 broadcast: 10.77.0.255 10.77.0.1
      10.77.0.255 broadcast: 10.77.0.255 10.77.0.1
      """;

  @Test
  void eachReplyComesFromTheAddressThatWasAsked(@TempDir Path directory) throws Exception {
    var arguments = new ArrayList<String>();
    QUESTIONS.forEach(each -> arguments.addAll(List.of(each.split(" "))));
    assertEquals(
        RIGHT,
        NetworkNamespace.run(BUILD, List.of(directory.toString()), ReplyHosts.class, arguments));
  }
}
