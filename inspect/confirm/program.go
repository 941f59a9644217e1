package confirm

// Programs that a system has, and what a shell has itself. Names in the lists are in small letters.

// programs are those whose names are no words of a language: in the place of a command they are one.
var programs = words{
	"7z", "aa-exec", "apk", "apt", "apt-get", "aria2c", "arp", "ash", "awk", "aws", "base32", "base64", "bash", "bc", "bpftrace", "bsdtar", "bunzip2",
	"busybox", "bzcat", "bzip2", "cat", "cd", "certutil", "chattr", "chgrp", "chmod", "chown", "chpasswd", "chroot", "chsh", "cksum", "cmp", "cpio",
	"cp", "crontab", "csh", "csplit", "curl", "dash", "dd", "df", "dig", "dmesg", "dmidecode", "docker", "dpkg", "du", "echo", "ed", "egrep", "emacs",
	"eval", "exiftool", "fdisk", "fetch", "ffmpeg", "fgrep", "finger", "fish", "free", "fsockopen", "ftp", "gawk", "gcc", "gdb", "getent", "gimp", "git", "go", "gpg",
	"grep", "groupadd", "groups", "gunzip", "gzip", "gtester", "hexdump", "hostid", "hostname", "hostnamectl", "hping3", "htop", "iconv", "id", "ifconfig", "insmod", "ip", "ipconfig",
	"iptables", "irb", "java", "jjs", "journalctl", "jq", "jrunscript", "ksh", "ksshell", "kubectl", "ld.so", "ldd", "less", "lftp", "ln", "localectl", "locate", "logname", "ls",
	"lsattr", "lsb_release", "lsblk", "lscpu", "lshw", "lsmod", "lsof", "lspci", "lsusb", "lua", "lwp-download", "lynx", "lzcat", "lzma", "m4", "masscan", "mawk", "md5sum", "mkdir", "mkfifo",
	"mknod", "mktemp", "modprobe", "mv", "mysql", "mysqldump", "nano", "nasm", "nawk", "nc", "nc.openbsd", "nc.traditional", "ncat", "netcat", "netstat", "nmap", "node", "nohup", "nproc", "npm", "npx", "nslookup",
	"od", "openssl", "passwd", "pdksh", "perl", "perl5", "pfsh", "pgrep", "php", "php5", "php7", "pico", "ping", "ping6", "pip", "pip3", "pkill", "pkexec", "popd", "poweroff", "printenv",
	"printf", "ps", "psed", "psexec", "psql", "ptar", "pushd", "pwd", "pwsh", "python", "python2", "python3", "rbash", "rcp", "readelf", "reboot", "redcarpet",
	"restic", "rlogin", "rlwrap", "rm", "rmdir", "rmuser", "rsh", "rsync", "ruby", "runc", "rvim", "rview", "scp", "sed", "sendmail", "setarch", "setfacl", "sftp", "sh",
	"sha1sum", "sha256sum", "shutdown", "smbclient", "snap", "socat", "sqlite3", "ss", "ssh", "ssh-keygen", "ssh-keyscan", "sshpass", "stat", "stdbuf", "strace", "su", "sudo", "sysctl", "systemctl", "systeminfo", "tac",
	"tar", "tcpdump", "tcsh", "tclsh", "telnet", "tftp", "tcping", "traceroute", "tshark", "ulimit", "umask", "uname", "unlzma", "unset", "unxz", "unzip", "uptime", "useradd", "userdel",
	"usermod", "uudecode", "uuencode", "vi", "vigr", "vim", "vipw", "wc", "wget", "whoami", "whois", "xargs", "xterm", "xxd", "xz", "xzcat", "yum", "zcat", "zip", "zless", "zsh", "zypper", "adduser", "addgroup",
	"setsid", "ifup", "nsenter", "capsh", "tasklist", "dir", "ifdown", "route", "getfacl", "rev", "shuf", "nl", "tee", "xdg-open", "mailx", "ionice", "taskset", "unshare", "gdbserver", "dstat", "visudo", "perf", "ansible", "cscli", "c89", "c99", "aptitude", "zstdcat", "rmt", "flock", "cpulimit", "trap", "ab", "readlink", "realpath", "basename", "dirname", "blkid", "ls.exe",
}

// commonWords are programs whose names are words of a language: in the place of a command they are one only with what no sentence
// has, an option or a path.
var commonWords = words{
	"builtin", "cal", "check", "comm", "command", "cut", "date", "diff", "disown", "edit", "enable", "env", "exec", "exit", "expand", "export",
	"expr", "factor", "file", "find", "fold", "fmt", "halt", "hash", "head", "help", "history", "host", "info", "init", "install", "jobs", "join", "kill", "last", "link", "logger", "login",
	"look", "mail", "make", "man", "mesg", "more", "mount", "nice", "open", "paste", "patch", "read", "redirect", "rename", "replace", "script", "seq", "set", "shift", "sleep", "sort", "source", "split",
	"strings", "sync", "tail", "time", "timeout", "top", "touch", "tr", "trap", "tty", "type", "umount", "unalias", "alias", "uniq", "users", "view", "wait", "watch", "whereis", "which", "who", "write", "yes", "dash", "fish", "go", "node", "java", "ruby", "ed", "lua", "dir", "finger", "free", "groups", "less", "git", "docker", "npm", "npx", "php", "perl", "python", "su", "ip", "route", "ping", "echo", "cat", "mysql", "zip", "fetch", "snap", "vi", "id", "rev", "tmux", "bc",
}

// unmistakable are commands that are one even alone: nobody sends these names but to learn where he is.
var unmistakable = words{"whoami", "visudo", "netstat", "ifconfig", "ipconfig", "uname", "printenv", "lsb_release", "hostnamectl", "systeminfo", "tasklist", "/bin/sh", "/bin/bash", "netcat", "nc"}

// wrappers run the program that is named behind them, after their options.
var wrappers = words{"sudo", "nohup", "exec", "env", "time", "nice", "timeout", "xargs", "command", "builtin", "setsid", "stdbuf", "busybox", "eval", "doas", "then", "do", "else", "if", "while", "until", "!", "{", "watch", "strace", "chroot"}

// idle are programs that do nothing if nobody gives them anything: no argument, and no output of another one.
var idle = words{"cat", "cut", "sort", "tail", "tr", "join", "paste", "fold", "link", "touch", "file", "look", "rev", "less", "more", "man", "cp", "mv", "ln", "rm", "sed", "comm", "split", "nl", "tee"}

// suites begin the names of programs that come together.
var suites = []string{"ansible-", "chef-", "rmt-", "aa-"}

// consoles are those of them that take commands if nothing follows. The others say how they are used: a name alone is a name, of a
// package, an image or a document.
var consoles = words{"ansible-console", "chef-shell"}

// wholeWords are programs that no text names before one or two words of its own, if these are all of it.
var wholeWords = words{"ls", "cscli", "ansible-galaxy", "ansible-vault", "ansible-config", "ansible-doc", "ansible-playbook", "chef-run", "aa-disable", "bsdtar"}
