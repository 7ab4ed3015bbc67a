package example;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/** Spring Authorization Server with Boot's defaults; its clients and its user are properties on the command line. */
@SpringBootApplication
public class Server {
  public static void main(String[] arguments) {
    SpringApplication.run(Server.class, arguments);
  }

  /** What an administrator's page would do, which Boot does not have: POST /CLIENT-ID replaces the client's secret. */
  @Bean
  ApplicationRunner administration(RegisteredClientRepository clients, @Value("${administration.port}") int port) {
    return arguments -> {
      HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
      server.createContext("/", exchange -> {
        RegisteredClient client = clients.findByClientId(exchange.getRequestURI().getPath().substring(1));
        String secret = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        clients.save(RegisteredClient.from(client).clientSecret("{noop}" + secret).build());
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
      });
      server.start();
    };
  }
}
