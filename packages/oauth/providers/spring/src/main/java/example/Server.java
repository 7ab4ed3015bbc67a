package example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Authorization Server with Boot's defaults; its clients and its user are properties on the command line. */
@SpringBootApplication
public class Server {
  public static void main(String[] arguments) {
    SpringApplication.run(Server.class, arguments);
  }
}
