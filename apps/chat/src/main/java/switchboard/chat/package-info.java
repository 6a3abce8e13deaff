/**
 * A chat that exchanges lines of text. To serve a chat, give a
 * {@link switchboard.chat.LineChatHandler} of a
 * {@link switchboard.chat.Chat} to a {@link switchboard.server.Server}. To take part in a chat, use
 * {@link switchboard.chat.ChatClient}. {@link switchboard.chat.SingleCallServer} serves a chat
 * between two people, without rooms: it accepts only one connection.
 */
package switchboard.chat;
