// Drives whole rollouts with Nomad's own Go client library, as the CLI and the tools built on it do: list, blocking watch, register,
// promote, revert, scale, event stream. NOMAD_ADDR names the server. Prints one line for each step; panics when an answer is not as it
// should be.
package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/nomad/api"
)

const id = "go-web"

func ptr[T any](value T) *T { return &value }

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func document(version string) *api.Job {
	task := api.NewTask("main", "mock_driver").SetConfig("run_for", "1h")
	task.Env = map[string]string{"VERSION": version}
	task.Resources = &api.Resources{CPU: ptr(20), MemoryMB: ptr(16)}
	group := api.NewTaskGroup("web", 2).AddTask(task)
	group.Update = &api.UpdateStrategy{
		Canary:           ptr(1),
		MaxParallel:      ptr(1),
		HealthCheck:      ptr("task_states"),
		MinHealthyTime:   ptr(100 * time.Millisecond),
		HealthyDeadline:  ptr(time.Minute),
		ProgressDeadline: ptr(2 * time.Minute),
	}
	job := api.NewServiceJob(id, id, "global", 50).AddTaskGroup(group)
	job.Datacenters = []string{"*"}
	return job
}

// Reads with an index until the deployment is as wanted, as levant does.
func watch(client *api.Client, deploymentID string, wanted func(*api.Deployment) bool) *api.Deployment {
	query := &api.QueryOptions{WaitIndex: 1, WaitTime: 5 * time.Second, AllowStale: true}
	for range 100 {
		deployment, meta, err := client.Deployments().Info(deploymentID, query)
		must(err)
		if wanted(deployment) {
			return deployment
		}
		query.WaitIndex = meta.LastIndex
	}
	panic("never as wanted")
}

func successful(deployment *api.Deployment) bool { return deployment.Status == "successful" }

func oneHealthy(deployment *api.Deployment) bool {
	return deployment.TaskGroups["web"].HealthyAllocs == 1
}

// The deployment of an evaluation, read once it is complete, as terraform does.
func deploymentOf(client *api.Client, evaluationID string) string {
	for range 300 {
		evaluation, _, err := client.Evaluations().Info(evaluationID, nil)
		must(err)
		if evaluation.Status == "complete" {
			return evaluation.DeploymentID
		}
		time.Sleep(20 * time.Millisecond)
	}
	panic("the evaluation never completed")
}

func register(client *api.Client, version string) string {
	answer, _, err := client.Jobs().Register(document(version), nil)
	must(err)
	return deploymentOf(client, answer.EvalID)
}

func promote(client *api.Client, deploymentID string) {
	watch(client, deploymentID, oneHealthy)
	answer, _, err := client.Deployments().PromoteAll(deploymentID, nil)
	must(err)
	fmt.Println("promote", answer.EvalID != "")
	fmt.Println(watch(client, deploymentID, successful).StatusDescription)
}

func rollouts(client *api.Client) {
	plan, _, err := client.Jobs().Plan(document("0"), true, nil)
	must(err)
	fmt.Println("plan", plan.Diff.Type, plan.Annotations.DesiredTGUpdates["web"].Place)
	first := register(client, "0")
	watch(client, first, successful)
	short, _, err := client.Deployments().PrefixList(first[:8])
	must(err)
	fmt.Println("list", len(short) == 1 && short[0].ID == first)
	second := register(client, "1")
	_, _, err = client.Deployments().PromoteAll(second, nil)
	fmt.Println("promote too early", err != nil && strings.Contains(err.Error(), "Unexpected response code: 500"))
	promote(client, second)
	reverted, _, err := client.Jobs().Revert(id, 0, nil, nil, "", "")
	must(err)
	promote(client, deploymentOf(client, reverted.EvalID))
	scaled, _, err := client.Jobs().Scale(id, "web", ptr(3), "more", false, nil, nil)
	must(err)
	fmt.Println("scale", watch(client, deploymentOf(client, scaled.EvalID), successful).JobVersion)
	status, _, err := client.Jobs().ScaleStatus(id, nil)
	must(err)
	fmt.Println("scale status", status.TaskGroups["web"].Desired, len(status.TaskGroups["web"].Events))
}

func reads(client *api.Client) {
	versions, diffs, _, err := client.Jobs().Versions(id, true, nil)
	must(err)
	fmt.Println("versions", len(versions), len(diffs))
	allocations, _, err := client.Jobs().Allocations(id, false, nil)
	must(err)
	allocation, _, err := client.Allocations().Info(allocations[0].ID, nil)
	must(err)
	fmt.Println("allocation", allocation.Job.Version != nil, len(allocation.TaskStates["main"].Events) > 0)
	nodes, _, err := client.Nodes().List(nil)
	must(err)
	node, _, err := client.Nodes().Info(nodes[0].ID, nil)
	must(err)
	fmt.Println("nodes", len(nodes), node.NodeResources.Memory.MemoryMB > 0)
	_, _, err = client.Jobs().Info("nobody", nil)
	fmt.Println("unknown", err)
	_, _, err = client.Jobs().Deregister(id, true, nil)
	must(err)
	latest, _, err := client.Jobs().LatestDeployment(id, nil)
	must(err)
	fmt.Println("purged", latest == nil)
}

// The types of the events of deployments so far, until the promotion of one has come.
func follow(client *api.Client) <-chan bool {
	topics := map[api.Topic][]string{api.TopicDeployment: {id}}
	stream, err := client.EventStream().Stream(context.Background(), topics, 0, nil)
	must(err)
	done := make(chan bool, 1)
	go func() {
		for batch := range stream {
			must(batch.Err)
			for _, event := range batch.Events {
				deployment, err := event.Deployment()
				must(err)
				if event.Type == "DeploymentPromotion" {
					done <- deployment.JobID == id
					return
				}
			}
		}
	}()
	return done
}

func main() {
	client, err := api.NewClient(api.DefaultConfig())
	must(err)
	promoted := follow(client)
	rollouts(client)
	fmt.Println("event of a promotion", <-promoted)
	reads(client)
}
