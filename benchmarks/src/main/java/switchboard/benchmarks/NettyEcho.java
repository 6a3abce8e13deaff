package switchboard.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import java.net.InetSocketAddress;

/**
 * Echo servers in typical Netty code with one event loop, one server for each transport of Netty.
 */
final class NettyEcho {
  private static final int BACKLOG = 1024;

  private NettyEcho() {}

  static int nio() {
    return listen(NioIoHandler.newFactory(), NioServerSocketChannel.class, false);
  }

  static int framesNio() {
    return listen(NioIoHandler.newFactory(), NioServerSocketChannel.class, true);
  }

  static int framesEpoll() {
    return listen(EpollIoHandler.newFactory(), EpollServerSocketChannel.class, true);
  }

  static int framesUring() {
    return listen(IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class, true);
  }

  static int epoll() {
    return listen(EpollIoHandler.newFactory(), EpollServerSocketChannel.class, false);
  }

  static int uring() {
    return listen(IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class, false);
  }

  private static int listen(
      IoHandlerFactory transport, Class<? extends ServerChannel> channel, boolean framed) {
    var loop = new MultiThreadIoEventLoopGroup(1, transport);
    var server =
        new ServerBootstrap()
            .group(loop)
            .channel(channel)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel caller) {
                    if (framed) {
                      caller
                          .pipeline()
                          .addLast(new LengthFieldBasedFrameDecoder(1 << 20, 0, 4, 0, 4))
                          .addLast(new LengthFieldPrepender(4));
                    }
                    caller.pipeline().addLast(new Echo());
                  }
                });
    var bound = server.bind("127.0.0.1", 0).syncUninterruptibly().channel();
    return bound.localAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
  }

  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      var _ = context.write(bytes, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
