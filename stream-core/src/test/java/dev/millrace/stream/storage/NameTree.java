package dev.millrace.stream.storage;

import dev.millrace.stream.random.Random64;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tree of names: as seen now, and as it is on the disk. */
final class NameTree {
    /** A name given to a file or directory, or (null) taken away; a rename within a directory is two at once. */
    private record Change(List<Path> paths, List<Object> targets) {}

    private static final Object DIRECTORY = new Object();

    private final TreeMap<Path, Object> now = new TreeMap<>();
    private final TreeMap<Path, Object> onDisk = new TreeMap<>();
    private final List<Change> unforced = new ArrayList<>();

    private static Path key(Path path) {
        return path.toAbsolutePath().normalize();
    }

    boolean isDirectory(Path path) {
        Path key = key(path);
        return key.getParent() == null || now.get(key) == DIRECTORY;
    }

    boolean isFile(Path path) {
        return now.get(key(path)) instanceof Inode;
    }

    Inode file(Path path) throws IOException {
        Object found = now.get(key(path));
        if (found == null) {
            throw new NoSuchFileException(path.toString());
        }
        if (!(found instanceof Inode inode)) {
            throw new IOException(path + ": Is a directory");
        }
        return inode;
    }

    List<String> list(Path directory) throws IOException {
        if (!isDirectory(directory)) {
            throw now.containsKey(key(directory))
                    ? new NotDirectoryException(directory.toString())
                    : new NoSuchFileException(directory.toString());
        }
        List<String> found = new ArrayList<>();
        for (Path path : now.keySet()) {
            if (key(directory).equals(path.getParent())) {
                found.add(path.getFileName().toString());
            }
        }
        found.sort(null);
        return found;
    }

    void add(Path path, Object target) throws IOException {
        Path key = key(path);
        if (!isDirectory(key.getParent())) {
            throw new NoSuchFileException(path.toString());
        }
        if (now.containsKey(key)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        change(new Change(List.of(key), Collections.singletonList(target)));
    }

    void addDirectories(Path path) throws IOException {
        Path key = key(path);
        if (isDirectory(key)) {
            return;
        }
        addDirectories(key.getParent());
        add(key, DIRECTORY);
    }

    void delete(Path path) throws IOException {
        Path key = key(path);
        if (!now.containsKey(key)) {
            throw new NoSuchFileException(path.toString());
        }
        if (isDirectory(key) && !list(key).isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        change(new Change(List.of(key), Collections.singletonList(null)));
    }

    void rename(Path from, Path to) throws IOException {
        Inode inode = file(from);
        Path source = key(from);
        Path target = key(to);
        if (!isDirectory(target.getParent())) {
            throw new NoSuchFileException(to.toString());
        }
        if (isDirectory(target)) {
            throw new IOException(to + ": Is a directory");
        }
        if (source.getParent().equals(target.getParent())) {
            change(new Change(List.of(source, target), Arrays.asList(null, inode)));
        } else {
            change(new Change(List.of(target), List.of(inode)));
            change(new Change(List.of(source), Collections.singletonList(null)));
        }
    }

    private void change(Change change) {
        unforced.add(change);
        apply(change, now);
    }

    private static void apply(Change change, Map<Path, Object> to) {
        for (int i = 0; i < change.paths().size(); i++) {
            if (change.targets().get(i) == null) {
                to.remove(change.paths().get(i));
            } else {
                to.put(change.paths().get(i), change.targets().get(i));
            }
        }
    }

    void force(Path directory) throws IOException {
        list(directory); // it exists
        Path key = key(directory);
        for (var left = unforced.iterator(); left.hasNext(); ) {
            Change change = left.next();
            if (change.paths().get(0).getParent().equals(key)) {
                apply(change, onDisk);
                left.remove();
            }
        }
    }

    void forceAll() {
        onDisk.clear();
        onDisk.putAll(now);
        unforced.clear();
        for (Object target : now.values()) {
            if (target instanceof Inode inode) {
                inode.force();
            }
        }
    }

    long usedBytes() {
        long used = 0;
        var counted = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
        for (Object target : now.values()) {
            if (target instanceof Inode inode && counted.add(inode)) {
                used += inode.size();
            }
        }
        return used;
    }

    NameTree afterCrash(Random64 chance, boolean keepNames, boolean keepContent) {
        TreeMap<Path, Object> names = new TreeMap<>(onDisk);
        for (Change change : unforced) {
            if (chance == null ? keepNames : chance.nextBoolean()) {
                apply(change, names);
            }
        }
        NameTree found = new NameTree();
        var copies = new IdentityHashMap<Inode, Inode>();
        for (var entry : names.entrySet()) {
            Path parent = entry.getKey().getParent();
            if (parent.getParent() != null && found.now.get(parent) != DIRECTORY) {
                continue; // its directory was lost, and what lay in it
            }
            Object target = entry.getValue() instanceof Inode inode
                    ? copies.computeIfAbsent(inode, one -> one.afterCrash(chance, keepContent))
                    : DIRECTORY;
            found.now.put(entry.getKey(), target);
        }
        found.onDisk.putAll(found.now);
        return found;
    }
}
