"""Commands without a window, one file a noun. Known by app.cli; knows link, and hub where a command is one."""
