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
 * The state of one chat: its members, the nicks of the members, and the rooms. Each nick belongs to
 * at most one member at a time. Thread-safe.
 *
 * <pre>{@code
 * var chat = new Chat(InstantSource.system(), ZoneId.systemDefault());
 * try (var server = Server.builder(new LineChatHandler(chat)).listen("localhost:7000").start()) {
 *   server.awaitStop();
 * }
 * }</pre>
 */
public final class Chat {
  /** The name of the room that each new member enters. */
  public static final String FIRST_ROOM = "hall";

  /**
   * The factor by which the maximum line rate of all members at one address together exceeds the
   * maximum line rate of one member.
   */
  private static final int LINES_PER_ADDRESS = 10;

  /** The maximum number of rooms that one member may be in at the same time. */
  static final int ROOMS_EACH_MAX = 20;

  private final InstantSource clock;
  private final ZoneId zone;
  private final AtomicInteger guests = new AtomicInteger();
  private final NickRegistry<User> people = new NickRegistry<>();
  private final ChatLimits limits;
  private final AddressRateLimiters addressRates;
  private final AddressQuota roomsPerAddress = new AddressQuota();

  /**
   * The existing rooms. A room exists while it has members. Guarded by this. Threads also lock this
   * while a member enters or leaves a room.
   */
  private final NickRegistry<Room> rooms = new NickRegistry<>();

  /**
   * Creates an empty chat with {@link ChatLimits#standard()}.
   *
   * @param clock the clock for the time stamps of messages
   * @param zone the time zone of these time stamps
   */
  public Chat(InstantSource clock, ZoneId zone) {
    this(clock, zone, ChatLimits.standard());
  }

  /**
   * Creates an empty chat.
   *
   * @param clock the clock for the time stamps of messages
   * @param zone the time zone of these time stamps
   * @param limits the limits on line rates, on the number of rooms, and on the time to choose a
   *     nick
   */
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

  /**
   * Adds a member with the address {@code remote}. Assigns an unused nick to the member, such as
   * {@code guest7}.
   */
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
   * Changes the nick of {@code person}, unless another member has this nick or a nick that looks
   * like it.
   *
   * @return the reason why the nick was not changed; empty if it was changed
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
            ? "the name " + nick + " is already in use"
            : "the name " + nick + " looks too similar to " + other + ", which is in use");
  }

  /**
   * Applies the rate limits of a member and of the member's address to a line that the member has
   * sent.
   *
   * @param bytes the length of the line in bytes
   * @return the delay in nanoseconds before the line may be processed; 0 for no delay
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
   * Adds a member to a room, and makes the room the current room of the member. Creates the room if
   * it does not exist.
   *
   * @return the reason why the member cannot enter the room; empty if the member has entered the
   *     room or was already in it
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
        return Optional.of(
            "the room name " + roomName + " looks too similar to " + similar + ", which exists");
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
    return "too many rooms: you can be in at most "
        + ROOMS_EACH_MAX
        + "; at most "
        + limits.roomsMax()
        + " can exist, and at most "
        + limits.roomsPerAddressMax()
        + " of them created from one address; /part a room, or /join a room that /rooms lists";
  }

  /**
   * Registers the name of a new room.
   *
   * @return the name of an existing room if the new name looks like it; empty if the new name was
   *     registered
   */
  private String take(String roomName, Room room) {
    // Members must always be able to enter the first room, even if it is empty and was deleted.
    if (!roomName.equals(FIRST_ROOM)
        && !Collections.disjoint(NickRules.skeletons(roomName), NickRules.skeletons(FIRST_ROOM))) {
      return FIRST_ROOM;
    }
    Room other = rooms.take(roomName, room);
    return other == null ? "" : other.name();
  }

  /** Removes a member from a room. A room without members is deleted. */
  synchronized void leave(User person, Room room, @Nullable String why) {
    room.leave(person, why);
    person.rooms().remove(room);
    if (room.size() == 0) {
      rooms.release(room.name(), room);
      roomsPerAddress.release(room.creator(), 1);
    }
  }

  /**
   * Removes a member from all rooms and from the chat.
   *
   * @param why the text that follows the member's nick in the notice to the other members; null for
   *     no notice
   */
  void depart(User person, @Nullable String why) {
    for (Room room : List.copyOf(person.rooms())) {
      leave(person, room, why);
    }
    people.release(person.nick(), person);
  }

  @Nullable Room room(String name) {
    return rooms.find(name);
  }

  /** Returns all rooms, sorted by name. */
  List<Room> rooms() {
    return rooms.holders().stream().sorted(Comparator.comparing(Room::name)).toList();
  }

  /** {@return the current number of members} */
  public int size() {
    return people.size();
  }
}
