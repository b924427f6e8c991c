with

transfers as (

    select * from {{ ref('stg_clue_transfer') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

deadlines as (

    {{ workday_deadlines('SRC09') }}

),

known as (

    select
        transfers.from_unit_code,
        transfers.to_unit_code,
        transfers.sector_code,
        transfers.transferred_on,
        run.as_of,
        {{ happened_by('run.as_of', 'transfers.fed_back_on') }} as fed_back_on,
        -- the limit of the catalogue holds where the transfer names no day
        coalesce(transfers.feedback_due_on, deadlines.deadline_on) as effective_due_on
    from transfers
    cross join run
    left join deadlines on transfers.transferred_on = deadlines.day
    where transfers.transferred_on <= run.as_of

),

final as (

    select
        *,
        {{ on_time('fed_back_on', 'effective_due_on', 'as_of') }} as is_on_time
    from known

)

select * from final
