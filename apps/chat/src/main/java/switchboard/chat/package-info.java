/**
 * A chat that exchanges lines of text. To serve a chat, create a {@link switchboard.chat.Chat}, a
 * {@link switchboard.chat.LineChatHandler} for it, and a {@link switchboard.server.Server} with
 * this handler. To take part in a chat, use {@link switchboard.chat.ChatClient}. {@link
 * switchboard.chat.SingleCallServer} serves a chat between two people, without rooms: it accepts
 * only one connection.
 */
package switchboard.chat;
