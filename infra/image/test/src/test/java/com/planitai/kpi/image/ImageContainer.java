package com.planitai.kpi.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.DockerStatus;

/**
 * The image as production runs it: nothing to write on but a folder in memory, no privileges, 768 MiB. It shares the network of
 * this machine, since there are machines on which containers have no other.
 */
final class ImageContainer extends GenericContainer<ImageContainer> {
    static final long MEMORY_BYTES = 768L * 1024 * 1024;
    private static final String WRITABLE = "rw,nosuid,nodev,size=2g";
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(60);

    private final List<Bind> hidden = new ArrayList<>();

    /** How a command ended. */
    record Ended(long exitCode, String output) {}

    ImageContainer(Map<String, String> environment, String... command) {
        super(DockerImageName.parse(name()));
        withImagePullPolicy(image -> false);
        withNetworkMode("host");
        withEnv(environment);
        withCommand(command);
        withCreateContainerCmdModifier(create -> {
            HostConfig host = Objects.requireNonNull(create.getHostConfig());
            host.withReadonlyRootfs(true)
                    .withCapDrop(Capability.ALL)
                    .withSecurityOpts(List.of("no-new-privileges"))
                    .withMemory(MEMORY_BYTES)
                    .withMemorySwap(MEMORY_BYTES)
                    .withTmpFs(Map.of("/tmp", WRITABLE))
                    .withBinds(hidden);
        });
    }

    /** Another program of the image than the server. */
    static ImageContainer ofProgram(String... command) {
        return new ImageContainer(Map.of()).withCreateContainerCmdModifier(create -> create.withEntrypoint(command));
    }

    static ContainerConfig configuration() {
        return Objects.requireNonNull(
                DockerClientFactory.lazyClient().inspectImageCmd(name()).exec().getConfig());
    }

    static String name() {
        return System.getProperty("image", "planitai-kpi:local");
    }

    /** Hides a folder of the image behind an empty one of this machine. */
    ImageContainer hiding(String folder, Path empty) {
        hidden.add(new Bind(empty.toAbsolutePath().toString(), new Volume(folder), AccessMode.ro));
        return this;
    }

    /** Runs a command to its end, whatever that is. */
    Ended runToItsEnd() {
        withStartupCheckStrategy(new UntilItEnds());
        waitingFor(new Immediately());
        try (this) {
            start();
            ContainerState state = getCurrentContainerInfo().getState();
            return new Ended(Objects.requireNonNull(state.getExitCodeLong()), getLogs());
        }
    }

    /** The command that the engine runs in this container to see how it is. */
    String[] healthCheck() {
        HealthCheck check =
                Objects.requireNonNull(getCurrentContainerInfo().getConfig().getHealthcheck());
        List<String> test = Objects.requireNonNull(check.getTest());
        if (!test.getFirst().equals("CMD")) {
            throw new IllegalStateException("expected a health check without a shell, got " + test);
        }
        return test.subList(1, test.size()).toArray(String[]::new);
    }

    /** What a program in the running container prints; it has to end well. */
    String outputOf(String... command) {
        ExecResult result = execute(command);
        if (result.getExitCode() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + result.getExitCode() + ": "
                    + result.getStdout() + result.getStderr());
        }
        return result.getStdout();
    }

    ExecResult execute(String... command) {
        try {
            return execInContainer(command);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static final class UntilItEnds extends StartupCheckStrategy {
        UntilItEnds() {
            withTimeout(LONGEST_COMMAND);
        }

        @Override
        public StartupStatus checkStartupState(DockerClient client, String container) {
            boolean ended = DockerStatus.isContainerStopped(getCurrentState(client, container));
            return ended ? StartupStatus.SUCCESSFUL : StartupStatus.NOT_YET_KNOWN;
        }
    }
}
