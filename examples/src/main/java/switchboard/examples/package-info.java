/** Small programs, one a concept, that the command line lists, shows and runs. */
package switchboard.examples;
