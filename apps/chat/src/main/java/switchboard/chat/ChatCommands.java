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

/** What a person can ask for with a slash. Each is answered with at least one line. */
final class ChatCommands {
  /** Whether the person stays. */
  enum Outcome {
    STAY,
    QUIT
  }

  private interface Command {
    Outcome run(User person, String argument);
  }

  private record Entry(String usage, String meaning, Command command) {}

  /** What people are used to from other chats. */
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
    add("/nick", "/nick NAME", "call yourself something else", this::nick);
    add(
        "/join",
        "/join ROOM",
        "go to a room, which is made if need be; what you say goes there",
        this::join);
    add("/part", "/part [ROOM]", "leave this room, or another", this::part);
    add("/rooms", "/rooms", "which rooms there are", this::rooms);
    add("/who", "/who [ROOM]", "who is here, or in another room", this::who);
    add("/msg", "/msg NAME TEXT", "tell one person alone", this::msg);
    add("/me", "/me TEXT", "say what you do: /me waves", this::me);
    add("/echo", "/echo on|off", "hear yourself, or not", this::echo);
    add("/help", "/help", "this list; a line that begins with // is said with one /", this::help);
    add("/quit", "/quit", "go", (_, _) -> Outcome.QUIT);
  }

  private void add(String name, String usage, String meaning, Command command) {
    entries.put(name, new Entry(usage, meaning, command));
  }

  /** The words that begin with a slash, for a client that completes them. */
  static List<String> names() {
    return List.copyOf(
        new ChatCommands(new Chat(InstantSource.system(), ZoneOffset.UTC)).entries.keySet());
  }

  /** Does what a line that begins with a slash asks for. */
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
            .orElse("/help lists what there is");
    String shown = typed.length() > NAME_SHOWN_MAX ? "such command" : typed;
    return answer(person, "there is no " + shown + "; " + hint);
  }

  private Outcome answer(User person, String sentence) {
    person.hear("-- " + sentence);
    return Outcome.STAY;
  }

  private Outcome usage(User person, String name) {
    Entry entry = entries.get(name);
    return answer(person, entry == null ? name : "write " + entry.usage + ": " + entry.meaning);
  }

  private Outcome nick(User person, String typed) {
    Optional<String> nick = NickRules.parse(typed);
    if (nick.isEmpty()) {
      return typed.isEmpty() ? usage(person, "/nick") : answer(person, NickRules.RULE);
    }
    String before = person.nick();
    if (before.equals(nick.get())) {
      return answer(person, "you are called " + before + " already");
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

  /** For somebody who has just come: who he is, where, and with whom. */
  static String place(User person) {
    Room room = person.room();
    if (room == null) {
      return "-- you are " + person.nick() + ", in no room";
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
      return answer(person, typed.isEmpty() ? "you are in no room" : "you are not in that room");
    }
    chat.leave(person, room.get(), "has left");
    Room now = person.room();
    return answer(
        person,
        "you have left "
            + room.get().name()
            + (now == null ? "; /join another" : "; what you say goes to " + now.name()));
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
            ? "-- there are no rooms; /join makes one"
            : NameList.of("rooms:", rooms, NAMES_SHOWN_MAX));
    return Outcome.STAY;
  }

  private Outcome who(User person, String typed) {
    Optional<Room> room =
        typed.isEmpty()
            ? Optional.ofNullable(person.room())
            : NickRules.parseRoom(typed).map(chat::room);
    if (room.isEmpty()) {
      return answer(person, typed.isEmpty() ? "you are in no room" : "there is no such room");
    }
    List<String> nicks = room.get().nicks();
    person.hear(
        NameList.of("in " + room.get().name() + ", " + nicks.size() + ":", nicks, NAMES_SHOWN_MAX));
    return Outcome.STAY;
  }

  private Outcome msg(User person, String argument) {
    String[] words = argument.split("\\s+", 2);
    if (words.length < 2) {
      return usage(person, "/msg");
    }
    User target = chat.find(words[0]);
    if (target == null) {
      return answer(person, "nobody here is called " + words[0]);
    }
    String line = person.nick() + " to " + target.nick() + ": " + words[1];
    if (!target.queue().offer(line)) {
      return answer(person, target.nick() + " is just leaving and did not get it");
    }
    if (target != person && person.hearsHimself()) {
      person.hear(line);
    }
    return Outcome.STAY;
  }

  private Outcome me(User person, String deed) {
    Room room = person.room();
    if (room == null || deed.isEmpty()) {
      return room == null ? answer(person, "you are in no room") : usage(person, "/me");
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
        person, person.hearsHimself() ? "you hear yourself again" : "you no longer hear yourself");
  }

  private Outcome help(User person, String ignored) {
    person.hear(
        entries.values().stream()
            .map(entry -> String.format("-- %-15s %s", entry.usage, entry.meaning))
            .collect(Collectors.joining("\n")));
    return Outcome.STAY;
  }
}
