#!/usr/bin/env bash
# Tries bootstrap.py on a bare Debian 12, as a newcomer meets it:
#
#     installer/trial_debian.sh FOLDER [COMMAND ...]        for example:  installer/trial_debian.sh /var/tmp/bare demo
#
# FOLDER gets a minimal system from debootstrap with nothing but python3 (kept beside it as FOLDER.tar for the next
# time), and a clean clone of the last commit at a path with a space and a letter that is not ASCII. Then COMMAND
# (default: setup) runs twice: from nothing, and again without network. Needs root, debootstrap and git; uses this
# machine's own mirror, and its apt, pip and npm settings and certificates. Nothing outside FOLDER and its .tar changes.
set -euo pipefail

folder=$(realpath -m "${1:?usage: trial_debian.sh FOLDER [COMMAND ...]}")
shift
command=("${@:-setup}")
checkout=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")
copy="/home/newcomer/Fish bowl ä"
certificates=/etc/ssl/certs/ca-certificates.crt

inhabitants() {
    for process in /proc/[0-9]*; do
        if [ "$(readlink "$process/root" 2>/dev/null)" = "$folder" ]; then echo "${process#/proc/}"; fi
    done
}

end_what_runs_inside() {
    local ids
    for signal in TERM TERM TERM KILL; do
        ids=$(inhabitants)
        if [ -z "$ids" ]; then return 0; fi
        for id in $ids; do kill -s "$signal" "$id" 2>/dev/null || true; done
        sleep 1
    done
}

release() {
    end_what_runs_inside
    for place in dev/shm dev/pts dev proc; do
        if mountpoint -q "$folder/$place"; then umount "$folder/$place"; fi
    done
}

mirror() {
    sed -nE 's/^URIs: *([^ ]+).*/\1/p; s/^deb (\[[^]]*\] )?([^ ]+) .*/\2/p' \
        /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null | head -1
}

make_system() {
    debootstrap --variant=minbase --include=python3,ca-certificates bookworm "$folder" "$(mirror)" >"$folder.log"
    rm -rf "$folder"/var/lib/apt/lists/*
    tar -C "$folder" -cf "$folder.tar" .
}

unpack_system() {
    release
    rm -rf --one-file-system "$folder"
    mkdir -p "$folder"
    if [ -f "$folder.tar" ]; then tar -C "$folder" -xf "$folder.tar"; else make_system; fi
}

lend_settings() {
    cp /etc/resolv.conf /etc/hosts "$folder/etc/"
    cp -r /etc/apt/sources.list.d /etc/apt/apt.conf.d "$folder/etc/apt/"
    rm -f "$folder/etc/apt/sources.list"
    for file in /etc/pip.conf ~/.config/pip/pip.conf ~/.npmrc "$certificates"; do
        if [ -f "$file" ]; then install -D "$file" "$folder/$file"; fi
    done
    mount -t proc proc "$folder/proc"
    mount --bind /dev "$folder/dev"
    mount -t devpts devpts "$folder/dev/pts"
    mkdir -p "$folder/dev/shm"
}

inside() {
    chroot "$folder" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM="${TERM:-dumb}" CI="${CI:-}" \
        PIP_CERT="$certificates" NODE_EXTRA_CA_CERTS="$certificates" \
        python3 "$copy/installer/bootstrap.py" "${command[@]}"
}

without_network() {
    export -f inside
    folder="$folder" copy="$copy" certificates="$certificates" unshare --net bash -c \
        'command=("$@"); ip link set lo up 2>/dev/null || true; inside' trial "${command[@]}"
}

trap release EXIT
unpack_system
lend_settings
mkdir -p "$folder/home/newcomer"
git clone -q "$checkout" "$folder$copy"
echo "=== first start: bootstrap.py ${command[*]}"
time inside
end_what_runs_inside
echo "=== second start, without network"
time without_network
