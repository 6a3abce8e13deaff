/** What a message looks like, as a description that is checked when it is built. */
package switchboard.layouts;
