"""Reading the cells of a file in a process that may do no more than that: Excel, OpenDocument and csv."""
