env
tr '\0' '\n' < /proc/self/environ
cat /proc/1/environ /proc/*/environ 2>&1
exit 0
