// An echo server in C: one thread with level-triggered epoll, and a read and a write for each event.
// Prints its port, and exits at EOF of standard input.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
  int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), epoll = epoll_create1(0);
  struct sockaddr_in local = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof local;
  if (bind(listener, (struct sockaddr *)&local, length) || listen(listener, 1024)) return 1;
  getsockname(listener, (struct sockaddr *)&local, &length);
  printf("%d\n", ntohs(local.sin_port));
  fflush(stdout);
  struct epoll_event watch = {.events = EPOLLIN, .data.fd = listener}, found[512];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &watch);
  watch.data.fd = 0;
  epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &watch);
  static char bytes[16384];
  for (;;) {
    int count = epoll_wait(epoll, found, 512, -1);
    for (int i = 0; i < count; i++) {
      int socket = found[i].data.fd;
      if (socket == 0) return 0;
      if (socket == listener) {
        int caller = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (caller < 0) continue;
        setsockopt(caller, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        watch.data.fd = caller;
        epoll_ctl(epoll, EPOLL_CTL_ADD, caller, &watch);
        continue;
      }
      ssize_t read = recv(socket, bytes, sizeof bytes, 0);
      if (read <= 0 || send(socket, bytes, read, MSG_NOSIGNAL) != read) close(socket);
    }
  }
}
