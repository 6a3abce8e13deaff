/**
 * File transfer over connections, with the protocol in docs/protocols/transfer.md. {@link
 * switchboard.transfer.FileSender} sends files. {@link switchboard.transfer.FileReceiver} is a
 * connection handler that stores received files in an {@link switchboard.transfer.Inbox}. A file
 * appears under its name only when it is complete and verified.
 */
package switchboard.transfer;
