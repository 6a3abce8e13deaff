package switchboard.chat;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import switchboard.frames.SendQueue;
import switchboard.net.Address;
import switchboard.net.Ticker;
import switchboard.server.AddressQuota;

/**
 * The people and the rooms of one chat: who is called what, and who sits where. Every name belongs
 * to one person at a time. Any thread.
 */
public final class Chat {
  /** The room in which everybody begins. */
  public static final String FIRST_ROOM = "hall";

  /** How many times the lines of one member all members of one address may send together. */
  private static final int LINES_PER_ADDRESS = 10;

  /** In how many rooms one person may sit, so that nobody takes them all. */
  static final int ROOMS_EACH_MAX = 20;

  private final InstantSource clock;
  private final ZoneId zone;
  private final AtomicInteger guests = new AtomicInteger();
  private final NickRegistry<User> people = new NickRegistry<>();
  private final ChatLimits limits;
  private final AddressRateLimiters addressRates;
  private final AddressQuota roomsPerAddress = new AddressQuota();

  /** Rooms exist while somebody sits in them; guarded by this, like entering and leaving them. */
  private final NickRegistry<Room> rooms = new NickRegistry<>();

  /**
   * An empty chat with {@link ChatLimits#standard()} that tells the time by {@code clock} in {@code
   * zone}.
   */
  public Chat(InstantSource clock, ZoneId zone) {
    this(clock, zone, ChatLimits.standard());
  }

  /** An empty chat that tells the time by {@code clock} in {@code zone}. */
  public Chat(InstantSource clock, ZoneId zone, ChatLimits limits) {
    this.clock = clock;
    this.zone = zone;
    this.limits = limits;
    this.addressRates = new AddressRateLimiters(() -> lineRate(LINES_PER_ADDRESS));
  }

  private LineRateLimiter lineRate(int members) {
    return new LineRateLimiter(
        limits.lineBurst() * members, limits.linesPerSecond() * members, Ticker.current().nanos());
  }

  ChatLimits limits() {
    return limits;
  }

  InstantSource clock() {
    return clock;
  }

  ZoneId zone() {
    return zone;
  }

  /** A new member at the address {@code remote}, under a name such as {@code guest7}. */
  User arrive(SendQueue<String> queue, Address remote) {
    while (true) {
      String nick = "guest" + guests.incrementAndGet();
      var person = new User(nick, queue, remote, lineRate(1));
      if (people.take(nick, person) == null) {
        return person;
      }
    }
  }

  /**
   * Gives {@code person} another name, unless somebody has it or one that looks like it.
   *
   * @return what speaks against the name; empty if the person has it now
   */
  Optional<String> rename(User person, String nick) {
    User holder = people.exchange(person.nick(), nick, person);
    if (holder == null) {
      person.rename(nick);
      return Optional.empty();
    }
    String other = holder.nick();
    return Optional.of(
        NickRules.key(other).equals(NickRules.key(nick))
            ? "somebody is called " + nick + " already"
            : nick + " looks like " + other + ", who is here; choose another name");
  }

  /**
   * Takes a line of {@code bytes} from the rates of its speaker and of the speaker's address.
   *
   * @return for how many nanoseconds the line must wait
   */
  long takeLine(User speaker, int bytes) {
    long now = Ticker.current().nanos();
    int cost = LineRateLimiter.cost(bytes);
    LineRateLimiter shared = addressRates.of(speaker.remote(), now);
    long wait = speaker.rate().take(cost, now);
    return shared == null ? wait : Math.max(wait, shared.take(cost, now));
  }

  @Nullable User find(String nick) {
    return people.find(nick);
  }

  /**
   * Seats a person in a room, which is made if it is not there.
   *
   * @return what speaks against it; empty if the person sits there now
   */
  synchronized Optional<String> enter(User person, String roomName) {
    Room room = rooms.find(roomName);
    boolean again = room != null && person.rooms().remove(room);
    if (!again && person.rooms().size() >= ROOMS_EACH_MAX) {
      return Optional.of(noMoreRooms());
    }
    if (room == null) {
      if (rooms.size() >= limits.roomsMax()) {
        return Optional.of(noMoreRooms());
      }
      room = new Room(roomName, this, person.remote());
      String similar = take(roomName, room);
      if (!similar.isEmpty()) {
        return Optional.of(roomName + " looks like the room " + similar + "; choose another name");
      }
      if (!roomsPerAddress.tryAcquire(person.remote(), 1, limits.roomsPerAddressMax())) {
        rooms.release(roomName, room);
        return Optional.of(noMoreRooms());
      }
    }
    room.enter(person);
    person.rooms().addFirst(room);
    return Optional.empty();
  }

  private String noMoreRooms() {
    return "no more rooms: one person sits in "
        + ROOMS_EACH_MAX
        + " at most, and there are at most "
        + limits.roomsMax()
        + ", of which one address makes at most "
        + limits.roomsPerAddressMax()
        + "; /part one, or /join one of /rooms";
  }

  /** Makes a name a room's; otherwise the name of the room that it looks like. */
  private String take(String roomName, Room room) {
    // Everybody comes to the first room, so nothing may be in its way while it is empty.
    if (!roomName.equals(FIRST_ROOM)
        && !Collections.disjoint(NickRules.skeletons(roomName), NickRules.skeletons(FIRST_ROOM))) {
      return FIRST_ROOM;
    }
    Room other = rooms.take(roomName, room);
    return other == null ? "" : other.name();
  }

  /** Takes him out of a room, which ends when it is empty. */
  synchronized void leave(User person, Room room, @Nullable String why) {
    room.leave(person, why);
    person.rooms().remove(room);
    if (room.size() == 0) {
      rooms.release(room.name(), room);
      roomsPerAddress.release(room.creator(), 1);
    }
  }

  /** Takes him out of everything, and tells the others why; null is without a word. */
  void depart(User person, @Nullable String why) {
    for (Room room : List.copyOf(person.rooms())) {
      leave(person, room, why);
    }
    people.release(person.nick(), person);
  }

  @Nullable Room room(String name) {
    return rooms.find(name);
  }

  /** All rooms, by name. */
  List<Room> rooms() {
    return rooms.holders().stream().sorted(Comparator.comparing(Room::name)).toList();
  }

  /** How many people are here. */
  public int size() {
    return people.size();
  }
}
