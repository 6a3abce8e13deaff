/**
 * File transfer over connections, with the protocol in docs/protocols/transfer.md. {@link
 * switchboard.transfer.FileSender} sends files. {@link switchboard.transfer.FileReceiver} is the
 * handler of a server that stores them in an {@link switchboard.transfer.Inbox}. A file appears
 * under its name only when it is complete and verified.
 */
package switchboard.transfer;
