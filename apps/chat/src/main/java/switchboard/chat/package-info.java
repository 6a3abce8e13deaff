/**
 * A chat in lines of text. To serve one, give a {@link switchboard.chat.LineChatHandler} of a
 * {@link switchboard.chat.Chat} to a {@link switchboard.server.Server}. To take part in one, use
 * {@link switchboard.chat.ChatClient}. {@link switchboard.chat.SingleCallServer} accepts the one
 * connection of a chat between two people, without rooms.
 */
package switchboard.chat;
