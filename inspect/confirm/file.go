package confirm

import "slices"

// Files and folders that attackers ask for: those that the lists of PayloadsAllTheThings, fuzzdb and the Core Rule Set have in common.
// All are in small letters, with one kind of separator.

// words is a list of words.
type words []string

func (w words) has(word string) bool { return slices.Contains(w, word) }

// begin says that a text begins with one of the words.
func (w words) begin(text string) bool {
	return slices.ContainsFunc(w, func(word string) bool { return len(text) >= len(word) && text[:len(word)] == word })
}

// systemFiles are in /etc on every system.
var systemFiles = words{"passwd", "issue", "hosts", "shadow", "group", "hostname", "motd", "fstab", "crontab", "resolv.conf"}

// oddSigns look like a separator: division slash, set minus, full-width ones, and the private ones that some decoders take for it.
var oddSigns = words{"\u2215", "\u2216", "\uff0f", "\uff3c", "\uefc8", "\uf025", "\ufffd"}

// worthyFiles are told in a value by nobody but an attacker, or by a text about attacks.
var worthyFiles = words{
	"etc/passwd", "etc/shadow", "etc/issue", "etc/sudoers", "etc/master.passwd", "etc/security/passwd", "drivers/etc/hosts", "boot.ini",
	"win.ini", "windows/system.ini", "system32/config", "winnt/repair", "proc/self/", "proc/version", "proc/cmdline", "proc/1/", "proc/net/",
	".ssh/id_", ".ssh/authorized_keys", ".aws/credentials", ".bash_history", ".git/config", ".htpasswd", "web-inf/web.xml",
	"var/task/", "var/runtime/", "var/run/secrets", "kubernetes.io/serviceaccount", "docker.sock",
}

// systemFolders stand at the root of a system.
var systemFolders = words{
	"etc", "proc", "sys", "dev", "root", "var", "usr", "opt", "home", "boot", "bin", "sbin", "lib", "lib64", "tmp", "mnt", "srv", "run", "private",
	"windows", "winnt", "win95", "inetpub", "users", "program files", "programfiles", "xampp", "wamp", "lampp", "apache", "apache2", "mysql",
	"web-inf", "meta-inf", "cygwin", "data", "bin", "conf", "logs", "php", "php4", "php5", "nginx", "wwwroot", "www", "recycler", "library", "volumes",
}

// rootFolders are those of them that nothing else is named after.
var rootFolders = words{"etc", "proc", "var", "usr", "root", "windows", "winnt", "inetpub", "xampp", "wamp", "web-inf", "meta-inf"}

// worthyEndings are those of files with settings, keys, data and programs of a server.
var worthyEndings = words{
	"conf", "cfg", "cnf", "config", "ini", "env", "pem", "key", "p12", "pfx", "jks", "kdbx", "sql", "db", "sqlite", "sqlite3", "bak", "old", "log",
	"php", "phtml", "jsp", "asp", "aspx", "exe", "dll", "sh", "bat", "cmd", "pl", "cgi", "inc", "properties", "htaccess", "htpasswd", "passwd", "mdb",
	"txt", "xml",
}

// prizedFolders hold the logs and settings of web servers and what runs beside them, by the names of their packages.
var prizedFolders = words{
	"/apache", "/var/apache", "/var/www/", "/xampp", "/wamp", "/opt/xampp", "/opt/lampp", "/usr/local/apache", "/usr/local/pureftpd", "/php", "/mysql", "/etc/php",
	"/etc/httpd", "/etc/http/", "/etc/nginx", "/etc/apache", "/etc/pure-ftpd", "/etc/proftpd", "/etc/vsftpd", "/etc/mysql", "/etc/hostname.",
	"/etc/cron.d/", "/etc/security/", "/etc/logrotate.d/", "/etc/mailman/", "/var/adm/", "/var/lp/", "/var/lib/mysql", "/var/log/apache", "/var/log/httpd",
	"/var/log/nginx", "/var/log/mysql", "/var/log/auth", "/var/log/syslog", "/var/log/secure", "/var/log/proftpd", "/var/log/pure-ftpd", "/var/log/vsftpd",
	"/var/log/exim", "/var/log/news", "/var/log/cron", "/var/log/acct", "/var/log/message", "/inetpub", "/winnt", "/volumes/",
}

// prizedNames are the same by the file's own name.
var prizedNames = words{
	"access.log", "access_log", "error.log", "error_log", "php.ini", "my.cnf", "httpd.conf", "httpd2.conf", "nginx.conf", "global.asa", "vsftpd.log",
	"proftpd.conf", "resolv.conf", "mysql.err", "config.inc.php", ".htaccess", "utmp", "errors", "locks",
}

// hiddenNames are names of files and folders with secrets and settings.
var hiddenNames = words{
	".env", ".ssh", ".aws", ".git", ".svn", ".hg", ".htaccess", ".htpasswd", ".htgroup", ".bash_history", ".bash_profile", ".bash_logout", ".bashrc",
	".profile", ".zsh_history", ".zshrc", ".history", ".sh_history", ".ksh_history", ".mysql_history", ".psql_history", ".php_history", ".netrc",
	".npmrc", ".pypirc", ".pgpass", ".docker", ".dockercfg", ".kube", ".azure", ".gcloud", ".config", ".gnupg", ".rhosts", ".shosts", ".forward",
	".fetchmailrc", ".cshrc", ".tcshrc", ".login", ".logout", ".nsconfig", ".nsr", ".passwd", ".proclog", ".wm_style", ".xinitrc", ".xsession",
	".my.cnf", ".s3cfg", ".boto", ".subversion", ".viminfo", ".lesshst", ".addressbook", ".pinerc", ".web.config", ".ds_store", ".idea", ".vscode",
	".gitignore", ".gitconfig", ".dockerignore", ".travis.yml", ".user.ini", ".htdigest", ".git-credentials", ".env.local", ".env.production",
	"web.config", "wp-config.php", "wp-config", "localsettings.php", "configuration.php", "php.ini", "my.cnf", "httpd.conf", "web-inf", "meta-inf",
	"id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "authorized_keys", "known_hosts", "credentials", "global.asa", "global.asax", "server-status",
	"access_log", "error_log", "access.log", "error.log", "autoexec.bat", "desktop.ini", "docker-compose.yml", "dockerfile", "lambda_function.py",
}

// sharedFiles hold no secrets: who has a repository has them, and they say how it is built.
var sharedFiles = words{".gitignore", ".dockerignore", ".travis.yml", "dockerfile"}
