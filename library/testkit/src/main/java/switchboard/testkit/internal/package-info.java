/** Implementation of the test kit; not exported. */
package switchboard.testkit.internal;
