/** Implementation of the API; exported only to modules of this project. */
package switchboard.net.internal;
