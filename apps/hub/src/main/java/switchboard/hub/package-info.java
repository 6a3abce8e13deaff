/** The operator at one port, who hears who is calling and plugs each caller through. */
package switchboard.hub;
