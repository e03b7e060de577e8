"""Leaves in its workspace what a host should not follow, open, believe or print. And one honest file."""

import contextlib
import os
import socket

os.chdir("/workspace")
os.symlink("/etc/passwd", "link-to-file")
os.symlink("/proc/self/mem", "link-to-memory")
os.symlink("/proc/1/root/etc/shadow", "link-to-init")
os.symlink("/", "link-to-root")
os.symlink(".", "link-to-itself")
os.symlink("nowhere", "broken-link")
with contextlib.suppress(PermissionError):
    os.mkfifo("pipe")
with socket.socket(socket.AF_UNIX) as listener:
    listener.bind("socket")
os.makedirs("folder/inner")
os.symlink("../..", "folder/inner/loop")
with open("folder/inner/file.txt", "w") as file:
    file.write("inner")
os.link("folder/inner/file.txt", "hard-link.txt")

deep = os.open(".", os.O_RDONLY)
for _ in range(200):
    os.mkdir("d", dir_fd=deep)
    below = os.open("d", os.O_RDONLY, dir_fd=deep)
    os.close(deep)
    deep = below
os.close(os.open("too-deep.txt", os.O_CREAT | os.O_WRONLY, dir_fd=deep))

names = ["line\nbreak", "esc\x1b[31mape", "tab\t", "-rf", "quote'\"", "back\\slash", "ünïcödé", "%2e%2e", " ", "a" * 255]
for name in names:
    with open(name, "w") as file:
        file.write("x")
os.close(os.open(b"invalid-\xff\xfe", os.O_CREAT | os.O_WRONLY))
os.close(os.open("unreadable", os.O_CREAT | os.O_WRONLY, 0))
os.mkdir("closed", 0)
os.close(os.open("set-uid", os.O_CREAT | os.O_WRONLY))
os.chmod("set-uid", 0o6777)
with open("honest.txt", "w") as file:
    file.write("honest")
print("planted", len(os.listdir(".")))
