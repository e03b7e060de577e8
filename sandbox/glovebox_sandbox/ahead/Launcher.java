package glovebox;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Scanner;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs a Java program in the virtual machine that it is itself started in.
 *
 * <p>Theory of operation. The first argument is `run`: the others are the program's; or `wait`: this is a sandbox
 * that has no program yet. Then it makes the machine warm, says so, and reads the arguments once they come. The
 * program is mounted at /opt/program by then. Only descriptors 3 (the request) and 4 (reports) are used, in the way
 * that frames.ts describes; see worker.py. What it reports of an exception is a program's word, as with Python.
 *
 * <p>It keeps to the language of Java 11.
 */
public final class Launcher {
  /** Holds the name of the main class; see main_class.py. */
  private static final Path MAIN = Path.of("/opt/program/.main");

  /** Where jars are, if the request asks for packages. */
  private static final Path PACKAGES = Path.of("/opt/packages");

  private static final String REQUEST = "/proc/self/fd/3";
  private static final String REPORT = "/proc/self/fd/4";
  private static final int MOST_MESSAGE = 10_000;
  private static final int MOST_TRACE = 60_000;

  public static void main(String[] arguments) throws Throwable {
    String[] own = arguments[0].equals("wait") ? await() : Arrays.copyOfRange(arguments, 1, arguments.length);
    MethodHandle main = find(Files.readString(MAIN).strip());
    try {
      main.invokeExact(own);
    } catch (Throwable problem) {
      trim(problem, Collections.newSetFromMap(new IdentityHashMap<>()));
      report(problem);
      // The machine prints it, and ends with 1 once every other thread has ended.
      throw problem;
    }
  }

  /** The main method as Java finds it: a static one with arguments first, and instances where there is none. */
  private static MethodHandle find(String name) throws Throwable {
    Class<?> type = Class.forName(name, false, ClassLoader.getSystemClassLoader());
    Method method = declared(type, String[].class);
    if (method == null) method = declared(type);
    if (method == null) throw new NoSuchMethodException(name + ".main(String[])");
    method.setAccessible(true);
    MethodHandle handle = MethodHandles.lookup().unreflect(method).asFixedArity();
    if (!Modifier.isStatic(method.getModifiers())) {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      handle = handle.bindTo(constructor.newInstance());
    }
    if (method.getParameterCount() == 0) handle = MethodHandles.dropArguments(handle, 0, String[].class);
    return handle.asType(MethodType.methodType(void.class, String[].class));
  }

  private static Method declared(Class<?> type, Class<?>... parameters) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      try {
        return each.getDeclaredMethod("main", parameters);
      } catch (NoSuchMethodException next) {
        // perhaps it is inherited
      }
    }
    return null;
  }

  private static String[] await() throws Throwable {
    warmUp();
    try (DataInputStream request = new DataInputStream(new FileInputStream(REQUEST))) {
      send('w', new byte[0]);
      byte[] head = new byte[5];
      request.readFully(head);
      byte[] told = new byte[ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt()];
      request.readFully(told);
      // Each argument ends with a NUL.
      String[] all = new String(told, StandardCharsets.UTF_8).split("\0", -1);
      addPackages();
      return Arrays.copyOf(all, all.length - 1);
    }
  }

  /** Does what `-cp /opt/packages/*` would have done, had there been something when the machine started. */
  private static void addPackages() throws Throwable {
    List<String> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(PACKAGES, "*.jar")) {
      for (Path jar : found) jars.add(jar.toString());
    }
    if (jars.isEmpty()) return;
    Collections.sort(jars);
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    Method append = loader.getClass().getDeclaredMethod("appendToClassPathForInstrumentation", String.class);
    append.setAccessible(true);
    for (String jar : jars) append.invoke(loader, jar);
    System.setProperty("java.class.path", System.getProperty("java.class.path") + ":" + String.join(":", jars));
  }

  /** What most programs do somewhere, and what costs milliseconds the first time. */
  private static void warmUp() throws Throwable {
    List<String> words = new Scanner(new ByteArrayInputStream("a b 1\n".getBytes(StandardCharsets.UTF_8)))
        .tokens().map(word -> word + System.nanoTime()).collect(Collectors.toList());
    find(Nothing.class.getName()).invokeExact(words.toArray(new String[0]));
    Files.readString(Path.of("/dev/null"));
    StringWriter text = new StringWriter();
    new PrintWriter(text).printf("%d %s %.2f%n", words.size(), words, 1.5);
    for (String part : text.toString().split("\\s+")) System.out.print(part.substring(0, 0));
    System.err.print("");
    System.out.flush();
  }

  /** The program's own part of the stack is what its user knows. */
  private static void trim(Throwable problem, Set<Throwable> seen) {
    if (problem == null || !seen.add(problem)) return;
    StackTraceElement[] frames = problem.getStackTrace();
    int end = frames.length;
    while (end > 0 && isOurs(frames[end - 1].getClassName())) end--;
    problem.setStackTrace(Arrays.copyOf(frames, end));
    trim(problem.getCause(), seen);
    for (Throwable suppressed : problem.getSuppressed()) trim(suppressed, seen);
  }

  private static boolean isOurs(String type) {
    return type.equals(Launcher.class.getName()) || type.startsWith("java.lang.invoke.");
  }

  private static void report(Throwable problem) {
    try {
      StringWriter trace = new StringWriter();
      problem.printStackTrace(new PrintWriter(trace));
      String json = "{\"name\":" + quoted(problem.getClass().getName(), MOST_MESSAGE)
          + ",\"message\":" + quoted(Objects.toString(problem.getMessage(), ""), MOST_MESSAGE)
          + ",\"traceback\":" + quoted(trace.toString(), MOST_TRACE)
          + ",\"memory\":" + (problem instanceof OutOfMemoryError) + ",\"module\":\"\"}";
      send('x', json.getBytes(StandardCharsets.UTF_8));
    } catch (Throwable ignored) {
      // the program closed the pipe, or there is no memory left: then there is no report
    }
  }

  private static void send(char letter, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(5 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(payload.length).put((byte) letter).put(payload);
    try (FileOutputStream report = new FileOutputStream(REPORT)) {
      report.write(frame.array());
    }
  }

  /** The program that is run before there is one. */
  static final class Nothing {
    static void main(String[] arguments) {}
  }

  private static String quoted(String text, int most) {
    StringBuilder json = new StringBuilder("\"");
    for (int index = 0; index < Math.min(text.length(), most); index++) {
      char letter = text.charAt(index);
      if (letter == '"' || letter == '\\') json.append('\\').append(letter);
      else if (letter < ' ' || Character.isSurrogate(letter)) json.append(String.format("\\u%04x", (int) letter));
      else json.append(letter);
    }
    return json.append('"').toString();
  }
}
