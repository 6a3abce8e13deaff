package switchboard.chat;

import static java.util.Map.entry;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The chat commands: lines that begin with a slash. The chat answers each command with at least one
 * line.
 */
final class ChatCommands {
  /** Whether the member stays in the chat after a command. */
  enum Outcome {
    STAY,
    QUIT
  }

  private interface Command {
    Outcome run(User person, String argument);
  }

  private record Entry(String usage, String meaning, Command command) {}

  /** Maps commands of other chat systems to the command of this chat that does the same. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          entry("/bye", "/quit"),
          entry("/exit", "/quit"),
          entry("/leave", "/part"),
          entry("/list", "/rooms"),
          entry("/name", "/nick"),
          entry("/names", "/who"),
          entry("/query", "/msg"),
          entry("/tell", "/msg"),
          entry("/users", "/who"),
          entry("/whisper", "/msg"));

  private static final int NAME_SHOWN_MAX = 20;
  private static final int COMPANY_SHOWN_MAX = 10;
  private static final int NAMES_SHOWN_MAX = 500;

  private final Chat chat;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  ChatCommands(Chat chat) {
    this.chat = chat;
    add("/nick", "/nick NAME", "change your name", this::nick);
    add("/join", "/join ROOM", "enter or create a room and send your messages there", this::join);
    add("/part", "/part [ROOM]", "leave ROOM; default: the current room", this::part);
    add("/rooms", "/rooms", "list the rooms", this::rooms);
    add("/who", "/who [ROOM]", "list the members of ROOM; default: the current room", this::who);
    add("/msg", "/msg NAME TEXT", "send a private message", this::msg);
    add("/me", "/me TEXT", "describe an action: /me waves", this::me);
    add("/echo", "/echo on|off", "show or hide your own messages; default: on", this::echo);
    add("/help", "/help", "show this list; to send a line that begins with /, type //", this::help);
    add("/quit", "/quit", "leave the chat", (_, _) -> Outcome.QUIT);
  }

  private void add(String name, String usage, String meaning, Command command) {
    entries.put(name, new Entry(usage, meaning, command));
  }

  /**
   * Returns the names of all commands, including the slash. A client completes partially typed
   * commands with them.
   */
  static List<String> names() {
    return List.copyOf(
        new ChatCommands(new Chat(InstantSource.system(), ZoneOffset.UTC)).entries.keySet());
  }

  /** Runs the command in a line that begins with a slash, and sends the answer to the member. */
  Outcome run(User person, String line) {
    String[] words = line.split("\\s+", 2);
    String name = NickRules.key(words[0]);
    Entry entry = entries.get(name);
    return entry == null
        ? unknown(person, words[0])
        : entry.command.run(person, words.length < 2 ? "" : words[1].strip());
  }

  private Outcome unknown(User person, String typed) {
    String name = NickRules.key(typed);
    String hint =
        Optional.ofNullable(ELSEWHERE.get(name))
            .or(() -> CommandSuggestion.closest(name, entries.keySet()))
            .map(known -> "did you mean " + known + "?")
            .orElse("/help lists the commands");
    String shown = typed.length() > NAME_SHOWN_MAX ? "" : " " + typed;
    return answer(person, "unknown command" + shown + "; " + hint);
  }

  private Outcome answer(User person, String sentence) {
    person.hear("-- " + sentence);
    return Outcome.STAY;
  }

  private Outcome usage(User person, String name) {
    Entry entry = entries.get(name);
    return answer(
        person, entry == null ? name : "usage: " + entry.usage + " (" + entry.meaning + ")");
  }

  private Outcome nick(User person, String typed) {
    Optional<String> nick = NickRules.parse(typed);
    if (nick.isEmpty()) {
      return typed.isEmpty() ? usage(person, "/nick") : answer(person, NickRules.RULE);
    }
    String before = person.nick();
    if (before.equals(nick.get())) {
      return answer(person, "you are already called " + before);
    }
    Optional<String> objection = chat.rename(person, nick.get());
    if (objection.isPresent()) {
      return answer(person, objection.get());
    }
    person.tellRooms(before + " is now called " + person.nick());
    return answer(person, "you are now called " + person.nick());
  }

  private Outcome join(User person, String typed) {
    Optional<String> name = NickRules.parseRoom(typed);
    if (name.isEmpty()) {
      return typed.isEmpty() ? usage(person, "/join") : answer(person, NickRules.RULE);
    }
    Optional<String> objection = chat.enter(person, name.get());
    if (objection.isPresent()) {
      return answer(person, objection.get());
    }
    person.hear(place(person));
    return Outcome.STAY;
  }

  /**
   * Returns the notice to a member that has entered a room. It contains the member's nick, the name
   * of the room, and the nicks of other members of the room.
   */
  static String place(User person) {
    Room room = person.room();
    if (room == null) {
      return "-- you are " + person.nick() + ", not in a room";
    }
    var others = new ArrayList<>(room.nicks());
    others.remove(person.nick());
    return NameList.of(
        "you are "
            + person.nick()
            + ", in "
            + room.name()
            + (others.isEmpty() ? ", alone so far" : " with:"),
        others,
        COMPANY_SHOWN_MAX);
  }

  private Outcome part(User person, String typed) {
    Optional<Room> room = roomOf(person, typed);
    if (room.isEmpty()) {
      return answer(person, "you are not in " + (typed.isEmpty() ? "a room" : "that room"));
    }
    chat.leave(person, room.get(), "has left");
    Room now = person.room();
    return answer(
        person,
        "you have left "
            + room.get().name()
            + (now == null ? "; /join another" : "; your messages now go to " + now.name()));
  }

  private static Optional<Room> roomOf(User person, String typed) {
    if (typed.isEmpty()) {
      return Optional.ofNullable(person.room());
    }
    return NickRules.parseRoom(typed)
        .flatMap(name -> person.rooms().stream().filter(r -> r.name().equals(name)).findFirst());
  }

  private Outcome rooms(User person, String ignored) {
    List<String> rooms =
        chat.rooms().stream().map(room -> room.name() + " (" + room.size() + ")").toList();
    person.hear(
        rooms.isEmpty()
            ? "-- there are no rooms; /join creates one"
            : NameList.of("rooms:", rooms, NAMES_SHOWN_MAX));
    return Outcome.STAY;
  }

  private Outcome who(User person, String typed) {
    Optional<Room> room =
        typed.isEmpty()
            ? Optional.ofNullable(person.room())
            : NickRules.parseRoom(typed).map(chat::room);
    if (room.isEmpty()) {
      return answer(person, typed.isEmpty() ? "you are not in a room" : "there is no such room");
    }
    List<String> nicks = room.get().nicks();
    person.hear(
        NameList.of(
            "in " + room.get().name() + " (" + nicks.size() + "):", nicks, NAMES_SHOWN_MAX));
    return Outcome.STAY;
  }

  private Outcome msg(User person, String argument) {
    String[] words = argument.split("\\s+", 2);
    if (words.length < 2) {
      return usage(person, "/msg");
    }
    User target = chat.find(words[0]);
    if (target == null) {
      return answer(person, "there is no user called " + words[0]);
    }
    String line = person.nick() + " to " + target.nick() + ": " + words[1];
    if (!target.queue().offer(line)) {
      return answer(person, target.nick() + " is leaving and did not receive your message");
    }
    if (target != person && person.hearsHimself()) {
      person.hear(line);
    }
    return Outcome.STAY;
  }

  private Outcome me(User person, String deed) {
    Room room = person.room();
    if (room == null || deed.isEmpty()) {
      return room == null ? answer(person, "you are not in a room") : usage(person, "/me");
    }
    room.act(person, deed);
    return Outcome.STAY;
  }

  private Outcome echo(User person, String requested) {
    switch (NickRules.key(requested)) {
      case "on" -> person.hearHimself(true);
      case "off" -> person.hearHimself(false);
      default -> {
        return usage(person, "/echo");
      }
    }
    return answer(
        person, "your own messages are " + (person.hearsHimself() ? "shown" : "hidden") + " now");
  }

  private Outcome help(User person, String ignored) {
    person.hear(
        entries.values().stream()
            .map(entry -> String.format("-- %-15s %s", entry.usage, entry.meaning))
            .collect(Collectors.joining("\n")));
    return Outcome.STAY;
  }
}
