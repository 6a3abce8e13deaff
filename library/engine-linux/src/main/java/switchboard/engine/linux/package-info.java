/** The Linux engine: epoll, with io_uring to follow. Found as a service; nothing here is public. */
package switchboard.engine.linux;
