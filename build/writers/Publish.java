import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Sends one event over HTTP, with nothing but Java 17: java Publish.java USER COUNT SEQUENCE. It is an example to copy from.
 * ALRIMI_URL is the address of "alrimi server", ALRIMI_SERVICE the id of the service, ALRIMI_TOKEN_FILE the file that the
 * administrator gave you. Exit codes: 0 the broker has the event; 1 the event is wrong; 3 send the newest count again later;
 * 4 the token was refused.
 */
public class Publish {
  private static final int ATTEMPTS = 5;

  public static void main(String[] args) throws Exception {
    String user = args[0];
    int count = Integer.parseInt(args[1]);
    long sequence = Long.parseLong(args[2]);
    String service = System.getenv("ALRIMI_SERVICE");
    String token = Files.readString(Path.of(System.getenv("ALRIMI_TOKEN_FILE"))).strip();

    // A service has a library for JSON. The sequence is a string, because it may exceed the numbers of JavaScript.
    String event = """
        {"service":"%s","user":"%s","count":%d,"occurredAt":"%s","sequence":"%d"}"""
        .formatted(escaped(service), escaped(user), count, Instant.now(), sequence);

    HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("ALRIMI_URL") + "/v1/events"))
        .timeout(Duration.ofSeconds(10))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(event))
        .build();

    // One client for the whole service. For the certificate of the company's own authority:
    // java -Djavax.net.ssl.trustStore=FILE, after keytool -importcert -file ca.pem -keystore FILE
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
    System.exit(send(client, request));
  }

  private static int send(HttpClient client, HttpRequest request) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      long pause = 1;
      try {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        int status = answer.statusCode();
        System.err.println(status + " " + answer.body());
        if (status == 202) return 0;
        if (status == 401 || status == 403) return 4;
        if (status != 408 && status != 429 && status < 500) return 1;
        pause = answer.headers().firstValueAsLong("Retry-After").orElse(pause);
      } catch (IOException error) {
        System.err.println(error);
      }
      // The event may be stored. The same event twice does no harm.
      if (attempt == ATTEMPTS) return 3;
      Thread.sleep(Duration.ofSeconds(pause).toMillis());
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
